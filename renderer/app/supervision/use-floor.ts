import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { floorAnswer } from '#shared/features/supervision/floor.ts'
import { useOnlineDetail } from './use-online.ts'

/** Without a live connection, and for desks that fell silent without a word. */
const ASK_EVERY_MS = 5_000

/** The live floor: asked again at each change of somebody's presence, of calls and of appeals (rule LIVE1). */
export function useFloor() {
  const { live } = useDeskData()
  const queries = useQueryClient()
  useEffect(() => live.onFloor(() => void queries.invalidateQueries({ queryKey: ['floor'] })), [live, queries])
  const query = useOnlineDetail('floor', ['call', 'appeal'], '/api/floor', floorAnswer, ASK_EVERY_MS)
  const floor = query.data
  return {
    floor,
    /** This computer's clock minus the server's when the answer came, in milliseconds. */
    offsetMs: floor === undefined ? 0 : query.dataUpdatedAt - Date.parse(floor.serverTime),
    isStale: query.isError,
    retry: () => void query.refetch(),
  }
}
