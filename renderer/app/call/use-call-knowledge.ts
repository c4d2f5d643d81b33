import { useMemo } from 'react'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import type { CallKnowledge } from './call-knowledge.ts'
import type { CallSheet } from './call-sheet.ts'
import { useCaller } from './use-caller.ts'

/** Joins what the slices know about a call; undefined until the local store has answered. */
export function useCallKnowledge(sheet: CallSheet): CallKnowledge | undefined {
  const { user } = useDesk().workplace
  const records = useCaller(sheet)
  const isOnline = useSyncStatus((status) => status.api === 'reachable')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  const isLookedUp = records !== undefined && clinics !== undefined
  return useMemo(() => {
    if (!isLookedUp) return undefined
    const person = sheet.caller.kind === 'person' ? (records.persons[0] ?? null) : null
    const clinic = clinics.find((it) => it.id === person?.clinicId)?.data ?? null
    const me = { name: user.name, orgName: user.orgName }
    return { sheet, person, contact: records.contact, clinic, me, isOnline }
  }, [isLookedUp, records, clinics, sheet, user.name, user.orgName, isOnline])
}
