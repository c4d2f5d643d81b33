import { useEffect } from 'react'
import type { DeskWrites } from '#renderer/sync/desk-data.ts'
import type { OpenPerson } from '../desk-store.ts'

/** Every opening of a card is a look that the audit keeps, also offline (X3). The same card drawn again is not another look. */
export function useLook(writes: DeskWrites, { personId, why, callId }: OpenPerson): void {
  useEffect(() => {
    // Strict mode mounts twice in development; the second timer is the one that stays.
    const timer = setTimeout(() => void writes.noteLook({ personId, why, callId }), 0)
    return () => clearTimeout(timer)
  }, [writes, personId, why, callId])
}
