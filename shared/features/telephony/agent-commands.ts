import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { ok } from '../../kernel/result.ts'
import { type AgentSpan, agentSpan } from './agent-span.ts'

/** Most stretches of one command: an hour of short calls. */
export const SPANS_MAX = 100

const keptSpan = agentSpan
  .omit({ userId: true, deviceId: true, receivedAt: true })
  .refine(({ activity, reason }) => (activity === 'notReady') === (reason !== null), { path: ['reason'] })
export type KeptSpan = Readonly<z.infer<typeof keptSpan>>

const recordSpansArgs = z.object({ spans: z.array(keptSpan).min(1).max(SPANS_MAX) })
export type RecordSpansArgs = z.infer<typeof recordSpansArgs>

/** Keeps stretches of the own shift that are over (REQUIREMENTS C9). They are never changed: one that is there already is passed by. */
export const recordSpans = defineCommand<RecordSpansArgs>({
  name: 'telephony.recordSpans',
  version: 1,
  args: recordSpansArgs,
  allow: () => null,
  touches: ({ spans }) => spans.map(({ id }) => ({ kind: 'agentSpan', id })),
  apply: ({ actor, receivedAt, read }, { spans }) =>
    ok(
      spans
        .filter(({ id }) => read('agentSpan', id) === undefined)
        .map((span) => {
          const data: AgentSpan = { ...span, userId: actor.userId, deviceId: actor.deviceId, receivedAt }
          return { kind: 'agentSpan', id: span.id, data }
        }),
    ),
})
