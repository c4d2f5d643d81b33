import type { DeskData } from '#renderer/sync/desk-data.ts'
import { CALL_BACK_NOTE_MAX, promiseCallBack } from '#shared/features/telephony/call-back.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { ClinicId, PersonId } from '#shared/kernel/ids.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import type { CallSheet } from '../call/call-sheet.ts'
import { timesOffered } from './times-offered.ts'

export type KeepPromise = (sheet: CallSheet, personId: PersonId | null) => Promise<Result<null, readonly Refusal[]>>

/**
 * Writes down the promise of a call that is wrapped up. The promise has the id of the call: repeated after a crash it is the same one.
 * @param deskClinicId whose desks see a promise for anyone about somebody who is not in the registry
 */
export function promiseKeeper(
  { reads, writes }: Pick<DeskData, 'reads' | 'writes'>,
  deskClinicId: ClinicId | null,
  now: () => number,
): KeepPromise {
  return async (sheet, personId) => {
    // Who hid the number cannot be called back; the outcome says so all the same.
    if (sheet.remoteNumber === '') return ok(null)
    const person = personId === null ? null : await reads.person(personId)
    const nowMs = now()
    const { dueAt, isForAnyone } = sheet.callBack ?? {
      dueAt: timesOffered(nowMs)[0] ?? toInstant(nowMs),
      isForAnyone: false,
    }
    const clinicId = isForAnyone ? (person?.clinicId ?? deskClinicId) : null
    const done = await writes.dispatch(promiseCallBack, {
      id: sheet.callId,
      number: sheet.remoteNumber,
      personId,
      clinicId,
      dueAt,
      note: sheet.note.slice(0, CALL_BACK_NOTE_MAX),
      isForAnyone: isForAnyone && clinicId !== null,
    })
    const isThere = done.ok || done.error.some((refusal) => refusal.code === 'record.exists')
    return isThere ? ok(null) : done
  }
}
