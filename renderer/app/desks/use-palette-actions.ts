import { useMantineColorScheme } from '@mantine/core'
import {
  IconBook2,
  IconBuildingHospital,
  IconCalendarStats,
  IconCircleCheck,
  IconClockPause,
  IconCloudUp,
  IconFilePlus,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconLogout,
  IconMoon,
  IconReportAnalytics,
} from '@tabler/icons-react'
import { switchLanguage, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDesk } from '../desk-context.tsx'
import { may } from '../desk-parts.ts'
import { DESK_KEYS } from '../keymap.ts'
import type { PaletteAction } from '../shell/command-palette.tsx'

/** What can be done from anywhere by Ctrl+K; telephone actions only where there is one. */
export function usePaletteActions(): readonly PaletteAction[] {
  const t = useText('desk')
  const shell = useText('shell')
  const reports = useText('reports')
  const language = useLanguage()
  const { toggleColorScheme } = useMantineColorScheme()
  const { navigation, session, soft, workplace, knowledge } = useDesk()
  const phone = soft?.phone
  return [
    {
      id: 'newAppeal',
      label: t('appeal.new'),
      icon: IconFilePlus,
      keys: DESK_KEYS.newAppeal.shown,
      run: () => navigation.go({ kind: 'newAppeal' }),
    },
    ...(phone === undefined
      ? []
      : [
          { id: 'ready', label: t('action.ready'), icon: IconCircleCheck, run: () => phone.ready() },
          { id: 'break', label: t('action.break'), icon: IconClockPause, run: () => phone.notReady('break') },
        ]),
    {
      id: 'sync',
      label: shell('key.sync'),
      icon: IconCloudUp,
      keys: DESK_KEYS.sync.shown,
      run: () => navigation.go({ kind: 'inbox' }),
    },
    {
      id: 'clinics',
      label: shell('key.clinics'),
      icon: IconBuildingHospital,
      keys: DESK_KEYS.clinics.shown,
      run: () => navigation.go({ kind: 'clinics' }),
    },
    ...(may({ workplace }, 'defects.look')
      ? [
          {
            id: 'defects',
            label: reports('kind.defects'),
            icon: IconReportAnalytics,
            run: () => navigation.go({ kind: 'reports' }),
          },
        ]
      : []),
    { id: 'home', label: t('action.home'), icon: IconCalendarStats, run: () => navigation.go({ kind: 'home' }) },
    {
      id: 'knowledge',
      label: shell('key.knowledge'),
      icon: IconBook2,
      keys: DESK_KEYS.knowledge.shown,
      run: () => knowledge.show(true),
    },
    {
      id: 'keys',
      label: shell('menu.keys'),
      icon: IconKeyboard,
      keys: DESK_KEYS.keySheet.shown,
      run: () => navigation.showKeySheet(true),
    },
    {
      id: 'language',
      label: t('action.language'),
      icon: IconLanguage,
      run: () => void switchLanguage(language === 'ru' ? 'en' : 'ru'),
    },
    { id: 'theme', label: t('action.theme'), icon: IconMoon, run: toggleColorScheme },
    {
      id: 'lock',
      label: shell('menu.lock'),
      icon: IconLock,
      keys: DESK_KEYS.lock.shown,
      run: () => void session.lock('asked'),
    },
    { id: 'signOut', label: shell('menu.signOut'), icon: IconLogout, run: () => void session.signOut() },
  ]
}
