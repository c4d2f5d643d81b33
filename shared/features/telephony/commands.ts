import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { callId, contactId, personId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { typedText } from '../../kernel/text.ts'
import { recordSpans } from './agent-commands.ts'
import { type Call, call, callOutcome } from './call.ts'
import { callRecording } from './call-recording.ts'

const recordCallArgs = call.omit({ userId: true, outcome: true, note: true, wrappedUpAt: true, recording: true })
export type RecordCallArgs = z.infer<typeof recordCallArgs>

/** Keeps the facts of a call when it has ended (also one that was missed). Repeating it for the same call is refused. */
export const recordCall = defineCommand<RecordCallArgs>({
  name: 'telephony.recordCall',
  version: 1,
  args: recordCallArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'call', id: args.id }],
  apply: (context, args) => {
    if (context.read('call', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const recorded: Call = { ...args, userId: context.actor.userId, outcome: null, note: '', wrappedUpAt: null }
    return ok([{ kind: 'call', id: args.id, data: recorded }])
  },
})

/** Longest note of a wrap-up, in UTF-16 code units. */
export const WRAP_UP_NOTE_MAX = 4_000

const wrapUpArgs = z.object({
  callId,
  outcome: callOutcome,
  note: typedText(WRAP_UP_NOTE_MAX),
  personId: personId.nullable(),
  contactId: contactId.nullable(),
})
export type WrapUpArgs = z.infer<typeof wrapUpArgs>

/** Outcome and note of a finished call (REQUIREMENTS C9). Only the representative who had the call wraps it up; doing it again replaces the first. */
export const wrapUpCall = defineCommand<WrapUpArgs>({
  name: 'telephony.wrapUp',
  version: 1,
  args: wrapUpArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'call', id: args.callId }],
  dependsOn: (args) => [{ kind: 'call', id: args.callId }],
  apply: (context, args) => {
    const existing = context.read('call', args.callId) as Call | undefined
    if (existing === undefined || existing.userId !== context.actor.userId)
      return err(refuse('record.notFound', 'callId'))
    const wrapped: Call = {
      ...existing,
      outcome: args.outcome,
      note: args.note,
      personId: args.personId,
      contactId: args.contactId,
      wrappedUpAt: context.occurredAt,
    }
    return ok([{ kind: 'call', id: args.callId, data: wrapped }])
  },
})

const keepRecordingArgs = z.object({ callId, recording: callRecording })
export type KeepRecordingArgs = z.infer<typeof keepRecordingArgs>

/** Says that a call was recorded and what the content must be; only then is it taken for upload. A call has one recording. */
export const keepRecording = defineCommand<KeepRecordingArgs>({
  name: 'telephony.keepRecording',
  version: 1,
  args: keepRecordingArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'call', id: args.callId }],
  dependsOn: (args) => [{ kind: 'call', id: args.callId }],
  apply: (context, args) => {
    const existing = context.read('call', args.callId) as Call | undefined
    if (existing === undefined || existing.userId !== context.actor.userId)
      return err(refuse('record.notFound', 'callId'))
    if (existing.recording !== undefined) return err(refuse('record.exists', 'callId'))
    return ok([{ kind: 'call', id: args.callId, data: { ...existing, recording: args.recording } }])
  },
})

export const telephonyCommands = [recordCall, wrapUpCall, keepRecording, recordSpans] as const
