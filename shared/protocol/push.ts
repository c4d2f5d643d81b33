import { z } from 'zod'
import { instant } from '../kernel/calendar.ts'
import { refusal } from '../kernel/errors.ts'
import { commandId } from '../kernel/ids.ts'

/** Most commands in one push; the desk sends the oldest first. */
export const PUSH_BATCH_MAX = 100

/** A command as it waits in the outbox and travels. Device and actor are not in it: they come from the access token. */
export const wireCommand = z.object({
  id: commandId,
  /** 1, 2, 3 … for each device, without gaps (rule PUSH1). */
  n: z.number().int().min(1),
  name: z.string().max(80),
  version: z.number().int().min(1),
  /** Desk's clock when the user did it. */
  occurredAt: instant,
  args: z.unknown(),
  /** Versions of the records this command was built on, by `kind:id`; 0 for one that the server has not accepted yet. */
  seen: z.record(z.string(), z.number().int().min(0)),
  /** What stood in the fields that the command edits, by `kind:id#field` (rule MERGE1); absent where it edits none. */
  seenFields: z.record(z.string(), z.unknown()).optional(),
})
export type WireCommand = z.infer<typeof wireCommand>

export const pushRequest = z.object({
  protocol: z.number().int(),
  commands: z.array(wireCommand).min(1).max(PUSH_BATCH_MAX),
})
export type PushRequest = z.infer<typeof pushRequest>

/** A record as the server has it now. `data: null` means removed or out of scope. */
export const wireRecord = z.object({
  kind: z.string(),
  id: z.string(),
  version: z.number().int().min(1),
  data: z.unknown().nullable(),
})
export type WireRecord = z.infer<typeof wireRecord>

/** Answer to one command (rule PUSH3). `applied` and `rebased` carry the records as accepted, with what the server added. */
export const commandAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('applied'), id: commandId, n: z.number().int(), records: z.array(wireRecord) }),
  z.object({ status: z.literal('rebased'), id: commandId, n: z.number().int(), records: z.array(wireRecord) }),
  z.object({ status: z.literal('refused'), id: commandId, n: z.number().int(), refusal, records: z.array(wireRecord) }),
])
export type CommandAnswer = z.infer<typeof commandAnswer>

export const pushAnswer = z.object({
  answers: z.array(commandAnswer),
  /** The next number the server expects from this device. */
  expectedN: z.number().int().min(1),
  serverTime: instant,
})
export type PushAnswer = z.infer<typeof pushAnswer>
