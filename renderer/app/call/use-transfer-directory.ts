import type { TransferDirectory } from '#renderer/features/telephony/transfer-directory.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { type Colleague, colleaguesAnswer } from '#shared/features/telephony/colleagues.ts'
import { useDesk } from '../desk-context.tsx'
import { useOnlineDetail } from '../supervision/use-online.ts'
import { useSheets } from './call-flow-context.ts'
import { whoOf } from './call-sheet.ts'

const ASK_EVERY_MS = 3_000

/** Colleagues to whom the call can go: with where they stand by the server's word, otherwise those this desk knows, without. */
export function useTransferDirectory(callId: string): TransferDirectory {
  const { user } = useDesk().workplace
  const sheet = useSheets().find((it) => it.callId === callId)
  const personId = sheet === undefined ? null : whoOf(sheet).personId
  const address = `/api/telephony/colleagues${personId === null ? '' : `?personId=${personId}`}`
  const asked = useOnlineDetail('colleagues', ['representative'], address, colleaguesAnswer, ASK_EVERY_MS)
  const known = useDeskRead(['representative'], (reads) => reads.records('representative'), 'all')
  if (asked.data !== undefined && !asked.isError) return { colleagues: asked.data.items, areStatesKnown: true }
  const colleagues = (known ?? []).flatMap(({ data }): Colleague[] => {
    const { id, name, role, extension, active } = data
    if (extension === null || !active || id === user.id) return []
    return [{ userId: id, name, role, extension, state: null, isOwn: false }]
  })
  return { colleagues, areStatesKnown: !asked.isError }
}
