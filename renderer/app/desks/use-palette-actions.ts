import {
  IconBuildingHospital,
  IconCalendarStats,
  IconCircleCheck,
  IconClockPause,
  IconFilePlus,
  IconReportAnalytics,
} from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDesk } from '../desk-context.tsx'
import { may } from '../desk-parts.ts'
import { DESK_KEYS } from '../keymap.ts'
import type { PaletteAction } from '../shell/command-palette.tsx'
import { useDeskActions } from './use-desk-actions.ts'

/** What can be done from anywhere by Ctrl+K; telephone actions only where there is one. */
export function usePaletteActions(): readonly PaletteAction[] {
  const t = useText('desk')
  const shell = useText('shell')
  const reports = useText('reports')
  const { navigation, soft, workplace } = useDesk()
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
    ...useDeskActions(),
  ]
}
