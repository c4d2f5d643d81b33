import { useMantineColorScheme } from '@mantine/core'
import {
  IconBook2,
  IconBriefcase,
  IconChartBar,
  IconCloudUp,
  IconFileText,
  IconFileUpload,
  IconHeadset,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMailCheck,
  IconMoon,
  IconPhone,
  IconUsers,
} from '@tabler/icons-react'
import { switchLanguage, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDesk } from '../desk-context.tsx'
import { DESK_KEYS } from '../keymap.ts'
import type { PaletteAction } from '../shell/command-palette.tsx'

/** What a supervisor can do from anywhere by Ctrl+K. */
export function useSupervisorActions(): readonly PaletteAction[] {
  const desk = useText('desk')
  const shell = useText('shell')
  const floor = useText('floor')
  const reports = useText('reports')
  const staff = useText('staff')
  const supervision = useText('supervision')
  const complaints = useText('complaints')
  const lists = useText('clinicLists')
  const language = useLanguage()
  const { toggleColorScheme } = useMantineColorScheme()
  const { navigation, session, knowledge } = useDesk()
  return [
    { id: 'floor', label: floor('title'), icon: IconHeadset, run: () => navigation.go({ kind: 'floor' }) },
    { id: 'calls', label: supervision('calls.title'), icon: IconPhone, run: () => navigation.go({ kind: 'callLog' }) },
    {
      id: 'journal',
      label: supervision('journal.title'),
      icon: IconFileText,
      run: () => navigation.go({ kind: 'journal' }),
    },
    {
      id: 'cases',
      label: complaints('list.title'),
      icon: IconBriefcase,
      run: () => navigation.go({ kind: 'cases', appealId: null }),
    },
    {
      id: 'approvals',
      label: complaints('approvals.title'),
      icon: IconMailCheck,
      run: () => navigation.go({ kind: 'approvals' }),
    },
    {
      id: 'reports',
      label: reports('tab'),
      icon: IconChartBar,
      run: () => navigation.go({ kind: 'reports' }),
    },
    { id: 'team', label: staff('title'), icon: IconUsers, run: () => navigation.go({ kind: 'team' }) },
    {
      id: 'lists',
      label: lists('title'),
      icon: IconFileUpload,
      run: () => navigation.go({ kind: 'clinicLists', jobId: null }),
    },
    {
      id: 'sync',
      label: shell('key.sync'),
      icon: IconCloudUp,
      keys: DESK_KEYS.sync.shown,
      run: () => navigation.go({ kind: 'inbox' }),
    },
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
      label: desk('action.language'),
      icon: IconLanguage,
      run: () => void switchLanguage(language === 'ru' ? 'en' : 'ru'),
    },
    { id: 'theme', label: desk('action.theme'), icon: IconMoon, run: toggleColorScheme },
    { id: 'signOut', label: shell('menu.signOut'), icon: IconLogout, run: () => void session.signOut() },
  ]
}
