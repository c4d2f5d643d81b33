import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { localDate } from '../../kernel/calendar.ts'
import { defineCommand } from '../../kernel/command.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { appealId, recordsRequestId, userId } from '../../kernel/ids.ts'
import { err } from '../../kernel/result.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { openRequests } from './case-terms.ts'
import { CASE_KIND, caseRef, caseWithin, changed, futureProblem } from './change-case.ts'
import {
  beginCase,
  type ComplaintCase,
  caseFile,
  closingReason,
  complaintCase,
  decision,
  FILES_MAX,
  recordsRequest,
} from './complaint-case.ts'

const expertOrSupervisor = (actor: Actor): Refusal | null =>
  actor.role === 'L3' || actor.role === 'SV' ? null : refuse('rights.notAllowed')

export const openCaseArgs = complaintCase
  .pick({ id: true, form: true, clinicId: true, receivedOn: true, registeredOn: true, incoming: true })
  .extend({ files: z.array(caseFile).max(FILES_MAX) })
  .refine((args) => args.receivedOn <= args.registeredOn, {
    error: 'complaints.receivedAfterRegistration',
    path: ['receivedOn'],
  })
export type OpenCaseArgs = z.infer<typeof openCaseArgs>

/**
 * Begins the case of an appeal that is registered at the expert's own desk, with what the letter brings: day of receipt, incoming number,
 * scans. The server begins cases of handed-over appeals itself; meeting one, this command adds to it.
 */
export const openCase = defineCommand<OpenCaseArgs>({
  name: 'complaints.open',
  version: 1,
  args: openCaseArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => [{ kind: 'appeal', id: args.id }],
  apply: (context, { files, ...args }) => {
    const { userId: by } = context.actor
    const early = futureProblem(context, args.receivedOn, 'receivedOn')
    if (early) return err(early)
    const existing = context.read(CASE_KIND, args.id) as ComplaintCase | undefined
    if (existing !== undefined) {
      const own = caseWithin(context, args.id)
      if (!own.ok) return own
    }
    const assignedTo = context.actor.role === 'L3' ? by : null
    const begun = existing ?? {
      ...beginCase({ ...args, assignedTo, by, at: context.occurredAt }),
      history: [],
    }
    const attached = files.map((file) => ({ ...file, at: context.occurredAt, by }))
    return changed(context, begun, {
      what: 'opened',
      fields: {
        receivedOn: args.receivedOn,
        registeredOn: args.registeredOn,
        incoming: args.incoming,
        clinicId: args.clinicId ?? begun.clinicId,
        files: withFiles(begun.files, attached),
      },
    })
  },
})

const attachFilesArgs = z.object({ id: appealId, files: z.array(caseFile).min(1).max(FILES_MAX) })
export type AttachFilesArgs = z.infer<typeof attachFilesArgs>

/** Names files of a case with their checksums; their content is uploaded apart, when there is a network (rule E2: files upload later). */
export const attachFiles = defineCommand<AttachFilesArgs>({
  name: 'complaints.attachFiles',
  version: 1,
  args: attachFilesArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    const attached = args.files.map((file) => ({ ...file, at: context.occurredAt, by: context.actor.userId }))
    const files = withFiles(own.value.files, attached)
    if (files.length > FILES_MAX) return err(refuse('complaints.tooManyFiles', 'files', { max: FILES_MAX }))
    return changed(context, own.value, {
      what: 'filesAttached',
      note: args.files.map((file) => file.name).join(', '),
      fields: { files },
    })
  },
})

function withFiles(present: ComplaintCase['files'], added: ComplaintCase['files']): ComplaintCase['files'] {
  const known = new Set(present.map((file) => file.id))
  return [...present, ...added.filter((file) => !known.has(file.id))]
}

const caseOnly = z.object({ id: appealId })

/** The expert takes a case into work. */
export const takeCase = defineCommand<z.infer<typeof caseOnly>>({
  name: 'complaints.take',
  version: 1,
  args: caseOnly,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    return own.ok ? changed(context, own.value, { what: 'taken', event: 'take' }) : own
  },
})

const assignArgs = z.object({ id: appealId, to: userId, note: typedText(1_000) })
export type AssignCaseArgs = z.infer<typeof assignArgs>

/** A supervisor gives a case to an expert; it leaves the desk of whoever had it. */
export const assignCase = defineCommand<AssignCaseArgs>({
  name: 'complaints.assign',
  version: 1,
  args: assignArgs,
  allow: (actor) => (actor.role === 'SV' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    return own.ok
      ? changed(context, own.value, { what: 'assigned', note: args.note, fields: { assignedTo: args.to } })
      : own
  },
})

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

const extendArgs = z.object({
  id: appealId,
  days: z.number().int().min(1).max(30),
  decidedOn: localDate,
  reason: requiredLine(2_000),
})
export type ExtendCaseArgs = z.infer<typeof extendArgs>

/** Extends the term of the answer, once (59-ФЗ ст. 12 ч. 2). Whether it is still in time is checked by whoever has the calendar. */
export const extendCase = defineCommand<ExtendCaseArgs>({
  name: 'complaints.extend',
  version: 1,
  args: extendArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...extension }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    if (own.value.form === 'oral') return err(refuse('complaints.notExtendable', 'days'))
    if (own.value.extension !== null) return err(refuse('complaints.alreadyExtended', 'days'))
    if (own.value.state !== 'inWork' && own.value.state !== 'waiting')
      return err(refuse('complaints.notNow', undefined, { state: own.value.state }))
    return changed(context, own.value, { what: 'extended', note: extension.reason, fields: { extension } })
  },
})

const forwardArgs = z.object({
  id: appealId,
  to: requiredLine(400),
  on: localDate,
  reason: requiredLine(2_000),
})
export type ForwardCaseArgs = z.infer<typeof forwardArgs>

/** Sends an appeal that is not ours to whom it belongs (59-ФЗ ст. 8 ч. 3). */
export const forwardCase = defineCommand<ForwardCaseArgs>({
  name: 'complaints.forward',
  version: 1,
  args: forwardArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...forwarding }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const early = futureProblem(context, forwarding.on, 'on')
    if (early) return err(early)
    return changed(context, own.value, {
      what: 'forwarded',
      event: 'forward',
      note: forwarding.to,
      fields: { forwarding },
    })
  },
})

const decideArgs = decision.extend({ id: appealId })
export type DecideCaseArgs = z.infer<typeof decideArgs>

/** обоснованная or not, with grounds. It may be decided anew until an answer is put forward. */
export const decideCase = defineCommand<DecideCaseArgs>({
  name: 'complaints.decide',
  version: 1,
  args: decideArgs,
  allow: (actor) => (actor.role === 'L3' ? null : refuse('rights.notAllowed')),
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...decided }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const { state, answer } = own.value
    if (state !== 'inWork' && state !== 'waiting') return err(refuse('complaints.notNow', undefined, { state }))
    if (answer !== null && answer.approval !== 'returned') return err(refuse('complaints.answerIsOut', 'justified'))
    return changed(context, own.value, { what: 'decided', note: decided.grounds, fields: { decision: decided } })
  },
})

const closeArgs = z.object({ id: appealId, reason: closingReason, on: localDate, note: typedText(2_000) })
export type CloseCaseArgs = z.infer<typeof closeArgs>

/** Ends the work on a case. Without an answer only on a ground of the law. */
export const closeCase = defineCommand<CloseCaseArgs>({
  name: 'complaints.close',
  version: 1,
  args: closeArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, { id, ...closing }) => {
    const own = caseWithin(context, id)
    if (!own.ok) return own
    const { state } = own.value
    if (closing.reason === 'answered' && state !== 'answered') return err(refuse('complaints.notAnswered', 'reason'))
    if (closing.reason === 'forwarded' && state !== 'forwarded') return err(refuse('complaints.notForwarded', 'reason'))
    if (openRequests(own.value).length > 0) return err(refuse('complaints.requestsOpen', 'reason'))
    return changed(context, own.value, { what: 'closed', event: 'close', note: closing.note, fields: { closing } })
  },
})

const reopenArgs = z.object({ id: appealId, reason: requiredLine(1_000) })

/** The applicant comes again with something new. */
export const reopenCase = defineCommand<z.infer<typeof reopenArgs>>({
  name: 'complaints.reopen',
  version: 1,
  args: reopenArgs,
  allow: expertOrSupervisor,
  touches: (args) => caseRef(args.id),
  dependsOn: (args) => caseRef(args.id),
  apply: (context, args) => {
    const own = caseWithin(context, args.id)
    if (!own.ok) return own
    return changed(context, own.value, {
      what: 'reopened',
      event: 'reopen',
      note: args.reason,
      fields: { closing: null },
    })
  },
})
