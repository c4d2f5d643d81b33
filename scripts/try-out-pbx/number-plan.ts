import { createHash } from 'node:crypto'
import { isExtension } from '#shared/features/telephony/sip-credentials.ts'
import { isSyntheticPhone, toPhoneNumber } from '#shared/kernel/phone.ts'

/** Sends everything heard back: for a desk to test its headset. */
export const ECHO_NUMBER = '600'

/**
 * Extensions of the desks that calls to the service number ring: operators. All others (representatives at posts, experts, supervisors)
 * have a telephone too and are rung by their extension alone. A POSIX expression, for Kamailio reads it as well.
 */
export const QUEUE_DESKS = '^10[0-9][0-9]$'

export function isQueueDesk(extension: string): boolean {
  return new RegExp(QUEUE_DESKS).test(extension)
}

export type Route =
  | { readonly kind: 'echo' }
  | { readonly kind: 'desk'; readonly extension: string }
  | { readonly kind: 'citizen'; readonly number: string }
  /** A real telephone number, or none at all: never dialled. */
  | { readonly kind: 'forbidden' }

/** Where a dialled number leads. */
export function routeOf(dialled: string): Route {
  if (dialled === ECHO_NUMBER) return { kind: 'echo' }
  const number = toPhoneNumber(dialled)
  if (number !== null && isSyntheticPhone(number)) return { kind: 'citizen', number }
  return isExtension(dialled) && dialled.length <= 4 ? { kind: 'desk', extension: dialled } : { kind: 'forbidden' }
}

export type Reaction =
  | { readonly kind: 'answers'; readonly afterMs: number; readonly phraseDraw: number }
  | { readonly kind: 'busy'; readonly afterMs: number }
  | { readonly kind: 'never-answers' }

/**
 * What a citizen does when called: the same number reacts the same way under one seed, so that a try-out can be repeated.
 * Of a hundred, 76 answer after one to three seconds, 12 are busy, 12 let it ring.
 */
export function reactionOf(number: string, seed: string): Reaction {
  const draw = createHash('sha256').update(`${seed} ${number}`).digest()
  const share = draw.readUInt16BE(0) % 100
  const afterMs = 1000 + (draw.readUInt16BE(2) % 2001)
  if (share < 76) return { kind: 'answers', afterMs, phraseDraw: draw.readUInt16BE(4) }
  return share < 88 ? { kind: 'busy', afterMs } : { kind: 'never-answers' }
}
