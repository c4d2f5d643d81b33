import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { appealId, recordsRequestId } from '../../kernel/ids.ts'
import { err } from '../../kernel/result.ts'
import { requiredLine } from '../../kernel/text.ts'
import { openRequests } from './case-terms.ts'
import { caseRef, caseWithin, changed, expertOrSupervisor, futureProblem } from './change-case.ts'
import { recordsRequest } from './complaint-case.ts'

const requestRecordsArgs = z.object({
  id: appealId,
  request: recordsRequest.pick({ id: true, clinicId: true, what: true, sentOn: true }),
})
export type RequestRecordsArgs = z.infer<typeof requestRecordsArgs>

/** Asks a clinic for documents (REQUIREMENTS E2); the case waits until every request is settled. */
export const requestRecords = defineCommand<RequestRecordsArgs>({
  name: 'complaints.requestRecords',
  version: 1,
  args: requestRecordsArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, request }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const early = futureProblem(context, request.sentOn, 'request.sentOn')
    if (early) return err(early)
    if (own.value.requests.some((it) => it.id === request.id)) return err(refuse('record.exists', 'request.id'))
    return changed(context, own.value, {
      what: 'recordsRequested',
      event: 'wait',
      note: request.what,
      fields: { requests: [...own.value.requests, { ...request, pauses: [], outcome: null, settledOn: null }] },
    })
  },
})

const pauseRequestArgs = z
  .object({
    id: appealId,
    requestId: recordsRequestId,
    from: localDate,
    to: localDate,
    reason: requiredLine(500),
  })
  .refine((args) => args.from <= args.to, { error: 'complaints.pauseBackwards', path: ['to'] })
export type PauseRequestArgs = z.infer<typeof pauseRequestArgs>

/** Leaves days out of the clinic's term: those on which it waited for a clarification from us. */
export const pauseRequest = defineCommand<PauseRequestArgs>({
  name: 'complaints.pauseRequest',
  version: 1,
  args: pauseRequestArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, requestId, ...pause }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    if (!openRequests(own.value).some((it) => it.id === requestId)) return err(refuse('record.notFound', 'requestId'))
    return changed(context, own.value, {
      what: 'requestPaused',
      note: pause.reason,
      fields: {
        requests: own.value.requests.map((it) => (it.id === requestId ? { ...it, pauses: [...it.pauses, pause] } : it)),
      },
    })
  },
})

const settleRequestArgs = z.object({
  id: appealId,
  requestId: recordsRequestId,
  outcome: z.enum(['received', 'notProvided']),
  on: localDate,
})
export type SettleRequestArgs = z.infer<typeof settleRequestArgs>

/** The clinic sent what was asked for, or did not (code 2.12). The last settled request takes the case back into work. */
export const settleRequest = defineCommand<SettleRequestArgs>({
  name: 'complaints.settleRequest',
  version: 1,
  args: settleRequestArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    const request = openRequests(own.value).find((it) => it.id === args.requestId)
    if (request === undefined) return err(refuse('record.notFound', 'requestId'))
    if (args.on < request.sentOn) return err(refuse('complaints.settledBeforeSent', 'on'))
    const early = futureProblem(context, args.on, 'on')
    if (early) return err(early)
    const requests = own.value.requests.map((it) =>
      it.id === args.requestId ? { ...it, outcome: args.outcome, settledOn: args.on } : it,
    )
    const isLast = openRequests({ requests }).length === 0 && own.value.state === 'waiting'
    return changed(context, own.value, {
      what: args.outcome === 'received' ? 'recordsReceived' : 'recordsNotProvided',
      note: request.what,
      fields: { requests },
      ...(isLast ? { event: 'resume' as const } : {}),
    })
  },
})
