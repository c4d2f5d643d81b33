import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import { type InsuredPerson, isPhoneInForce } from '#shared/features/insured-persons/person.ts'
import { asksNotToCall } from '#shared/features/insured-persons/reach.ts'
import { mayDial } from '#shared/features/telephony/outbound/may-dial.ts'
import { isExtension } from '#shared/features/telephony/sip-credentials.ts'
import { toPhoneNumber } from '#shared/kernel/phone.ts'
import { surroundingsAt } from './dial-list.ts'

/** Why a number that is dialled by hand had better not be. A question and no ban: who asked for a call by other ways gets it. [OUT1] [OUT3] */
export type DialObjection =
  | { readonly why: 'doNotCall' | 'consentWithdrawn' }
  /** `until`: when it is day there again, ISO 8601. */
  | { readonly why: 'quietHours'; readonly until: string }

/**
 * What the rules of outbound calls say to a number that is dialled by hand; null when nothing. Waits between attempts bind lists only: whoever types a
 * number has a reason to call now. Service numbers and colleagues are asked about nothing.
 * @param persons whose number it is; of a family one who does not want calls is enough to ask
 */
export function objectionTo(number: string, persons: readonly InsuredPerson[], nowMs: number): DialObjection | null {
  const dialled = toPhoneNumber(number)
  if (dialled === null || isExtension(number)) return null
  const around = surroundingsAt(nowMs)
  const today = todayHere(nowMs)
  const own = { number: dialled, kind: 'mobile' as const }
  const decisions = persons.map((person) =>
    mayDial(
      {
        phones: [own, ...person.phones.filter((phone) => isPhoneInForce(phone, today))],
        asksNotToCall: asksNotToCall(person),
        isConsentWithdrawn: person.consents.informing === 'withdrawn',
        attempts: [],
      },
      around,
      nowMs,
    ),
  )
  const unknown = mayDial(
    { phones: [own], asksNotToCall: false, isConsentWithdrawn: false, attempts: [] },
    around,
    nowMs,
  )
  for (const decision of [...decisions, unknown]) {
    if (decision.kind === 'never' && (decision.why === 'doNotCall' || decision.why === 'consentWithdrawn'))
      return { why: decision.why }
    if (decision.kind === 'wait' && decision.why === 'quietHours') return { why: 'quietHours', until: decision.until }
  }
  return null
}

/** The same with what the desk holds; a store that cannot be read keeps nobody from calling. */
export async function askAboutNumber(
  reads: Pick<DeskReads, 'personsByPhone'>,
  number: string,
  nowMs: number,
): Promise<DialObjection | null> {
  const dialled = toPhoneNumber(number)
  if (dialled === null) return null
  const found = await reads.personsByPhone(dialled).catch(() => [])
  return objectionTo(
    number,
    found.map(({ person }) => person),
    nowMs,
  )
}
