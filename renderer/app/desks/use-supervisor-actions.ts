import {
  IconBriefcase,
  IconChartBar,
  IconFileText,
  IconFileUpload,
  IconHeadset,
  IconMailCheck,
  IconPhone,
  IconUsers,
} from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDesk } from '../desk-context.tsx'
import type { PaletteAction } from '../shell/command-palette.tsx'
import { useDeskActions } from './use-desk-actions.ts'

/** What a supervisor can do from anywhere by Ctrl+K. */
export function useSupervisorActions(): readonly PaletteAction[] {
  const floor = useText('floor')
  const reports = useText('reports')
  const staff = useText('staff')
  const supervision = useText('supervision')
  const complaints = useText('complaints')
  const lists = useText('clinicLists')
  const { navigation } = useDesk()
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
    ...useDeskActions(),
  ]
}
