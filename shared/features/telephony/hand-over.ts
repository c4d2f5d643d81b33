import { z } from 'zod'
import { appealId, contactId, personId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'
import { callSource } from './call.ts'
import { WRAP_UP_NOTE_MAX } from './commands.ts'
import { isExtension } from './sip-credentials.ts'

/** How long what was handed over can be fetched. After a shift nobody asks for it any more; it is deleted. */
export const HAND_OVER_KEPT_MS = 12 * 60 * 60 * 1000

/**
 * What goes to the receiver with a call (REQUIREMENTS C7), under the id of the call at the desk that hands it over. Drafts are told as the desks keep
 * them: the receiver reads them with its own rules and leaves what it does not know.
 */
export const handOver = z.object({
  toExtension: z.string().refine(isExtension),
  personId: personId.nullable(),
  /** Whether the sender had made sure that it is this person; a number alone proves nothing. */
  isPersonSure: z.boolean(),
  contactId: contactId.nullable(),
  source: callSource,
  note: typedText(WRAP_UP_NOTE_MAX),
  appeals: z.array(z.object({ id: appealId, number: z.string().max(60), result: z.string().max(60) })).max(50),
  /** The script run with the script that it began with; null when none was begun. */
  run: z.object({ draft: z.unknown(), pinned: z.unknown() }).nullable(),
  /** The appeal that is being written; null when nobody has begun one. */
  form: z.unknown().nullable(),
})
export type HandOver = z.infer<typeof handOver>

/** `GET /api/telephony/hand-overs/:callId` for the desk that was called. */
export const handOverAnswer = handOver.extend({ fromName: z.string(), handedAt: z.string() })
export type HandOverAnswer = z.infer<typeof handOverAnswer>

/** Answer to `PUT /api/telephony/hand-overs/:callId`. */
export const handOverTaken = z.object({ handedAt: z.string() })
