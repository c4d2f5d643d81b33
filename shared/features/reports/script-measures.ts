import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { callId, personId, userId } from '../../kernel/ids.ts'

const stepId = z.string().max(120)
const scriptId = z.string().min(1).max(60)

/** Which runs are measured: of these days, of one version or of all, of one colleague, of one line of the team. */
const runFilters = z.object({
  from: localDate,
  to: localDate,
  version: z.coerce.number().int().min(1).optional(),
  userId: userId.optional(),
  line: z.enum(['L1', 'L2', 'L3']).optional(),
})

/** `GET /api/reports/scripts`: how talks go by a script (REQUIREMENTS S8, S10). Without a script the one most talked by is measured. */
export const scriptMeasuresQuery = runFilters.extend({ scriptId: scriptId.optional() })
export type ScriptMeasuresQuery = Readonly<z.infer<typeof scriptMeasuresQuery>>

const count = z.number().int()

/** Milliseconds at a step; `p90`: nine of ten talks needed no longer. */
const times = z.object({ median: count, p90: count })
export type StepTimes = Readonly<z.infer<typeof times>>

export const measuredStep = z.object({
  nodeId: z.string(),
  title: z.string(),
  /** Runs whose path passes it. */
  runs: count,
  /** Over runs that were at it; null where nobody knows how long. */
  times: times.nullable(),
  /** Talks that broke off here, by the outcome of their calls; a talk without a call or with an unsettled one has none. */
  left: z.array(z.object({ outcome: z.string().nullable(), runs: count })),
  /** Answers to objections and questions that were opened here. */
  opened: z.array(z.object({ id: z.string(), words: z.string(), runs: count })),
  /** Runs that opened any of them. */
  openedRuns: count,
  /** Where the paths go on; null where a survey asks and so few were asked that a person could be told from it. */
  ways: z.array(z.object({ nodeId: z.string(), runs: count })).nullable(),
})
export type MeasuredStep = Readonly<z.infer<typeof measuredStep>>

export const scriptMeasuresAnswer = z.object({
  /** Scripts with runs in these days, the most used first, to choose from. */
  scripts: z.array(
    z.object({
      scriptId: z.string(),
      title: z.string(),
      runs: count,
      versions: z.array(z.object({ version: count, runs: count })),
    }),
  ),
  /** The script measured; null when there are no runs at all. */
  scriptId: z.string().nullable(),
  /** All runs that the filters leave. */
  runs: count,
  /** Those whose steps are known: desks of before send none. Everything about steps is about these. */
  traced: count,
  /** Length of the runs. */
  times: times.nullable(),
  results: z.array(z.object({ result: z.string(), title: z.string(), runs: count })),
  /** In the order in which the script is written. */
  steps: z.array(measuredStep),
  /** Groups of fewer are not told where a survey asks. */
  minGroup: count,
})
export type ScriptMeasuresAnswer = Readonly<z.infer<typeof scriptMeasuresAnswer>>

/** `GET /api/reports/scripts/runs`: the runs that a number counts. Conditions given together all hold. */
export const measuredRunsQuery = runFilters.extend({
  scriptId,
  /** Its path passes this step. */
  step: stepId.optional(),
  /** And goes on from it to this one. */
  way: stepId.optional(),
  /** It broke off at `step`. */
  left: z.literal('yes').optional(),
  /** It broke off and the call has this outcome; `none`: without one. */
  outcome: z.string().max(60).optional(),
  /** At `step`, or anywhere without one, this was opened: `objection/busy`, `question/lost-policy`, `any`. */
  opened: z.string().max(120).optional(),
  result: z.string().max(60).optional(),
  after: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type MeasuredRunsQuery = Readonly<z.infer<typeof measuredRunsQuery>>

export const measuredRun = z.object({
  runId: z.string(),
  startedAt: z.string(),
  /** Milliseconds. */
  lastedMs: count,
  version: count,
  result: z.string(),
  by: z.string(),
  /** The call, where the one who asks may look at calls; null also for a talk without one. */
  callId: callId.nullable(),
  /** Who was talked to, where the one who asks may look at people. */
  personId: personId.nullable(),
  name: z.string(),
  /** Stays at steps in the order of the talk; without the answers, which are the call's. */
  visits: z.array(z.object({ title: z.string(), ms: count.nullable(), isOnPath: z.boolean() })),
  opened: z.array(z.string()),
})
export type MeasuredRun = Readonly<z.infer<typeof measuredRun>>

export const measuredRunsAnswer = z.object({
  total: count,
  next: z.string().nullable(),
  /** True: a survey asks at the step and the group is too small to be told; no run is given. */
  isHidden: z.boolean(),
  items: z.array(measuredRun),
})
export type MeasuredRunsAnswer = Readonly<z.infer<typeof measuredRunsAnswer>>
