import { createStore, type StoreApi } from 'zustand/vanilla'
import { dropUntouched } from '#renderer/features/appeals/intake-store.ts'
import { type InformingDraft, informingArgsOf } from '#renderer/features/preventive-care/informing-draft.ts'
import type { DeskData } from '#renderer/sync/desk-data.ts'
import { followKeeping, type Keeping } from '#renderer/sync/keeping.ts'
import { type OutcomeSuggestion, outcomeFor } from '#shared/features/call-scripts/outcome.ts'
import type { RunSummary } from '#shared/features/call-scripts/summary.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import type { CallOutcome } from '#shared/features/telephony/call.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import { type Clock, toInstant } from '#shared/kernel/clock.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { CallId, InformingId, PersonId } from '#shared/kernel/ids.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import type { KeepPromise } from '../call-backs/keep-promise.ts'
import type { HandOvers } from './call-hand-over.ts'
import {
  type CallFacts,
  type CallSheet,
  factsAfterCrash,
  isOpenToLookUp,
  needsWrapUp,
  newSheet,
  type OfferedCall,
  phaseOf,
  type SheetEvent,
  stepSheet,
  whoOf,
} from './call-sheet.ts'
import type { EndedCalls } from './ended-calls.ts'

/** How often a talking sheet notes that the desk is alive: the end of a call that dies with the desk is known to this. */
export const SEEN_EVERY_MS = 10_000

const DRAFTS = 'calls/'

/** What the flow needs of the telephone. */
export interface FlowPhone {
  /** Calls with people outside on the lines now; `answeredAt` is set when somebody talks. */
  readonly calls: () => readonly (OfferedCall & { readonly answeredAt: string | null })[]
  readonly subscribe: (listener: () => void) => () => void
  readonly onEnded: (listener: (facts: CallFacts) => void) => () => void
  /** After a wrap-up the next call may come. */
  readonly ready: () => void
  /** A call is about to be sent on to a number. */
  readonly onHandOver: (listener: (callId: CallId, to: string) => void) => () => void
}

/** The script run of a call, as the script player keeps it. */
export interface FlowRuns {
  /** What the answers say so far; null when no script was begun. */
  readonly summary: (callId: CallId) => Promise<Pick<RunSummary, 'means' | 'result' | 'texts'> | null>
  /** Puts the answers into the outbox; repeating it, or a call without a script, does nothing. */
  readonly record: (callId: CallId) => Promise<Result<void, readonly Refusal[]>>
}

export interface FlowPorts {
  readonly data: DeskData
  readonly phone: FlowPhone
  readonly runs: FlowRuns
  readonly clock: Clock
  readonly newId: () => InformingId
  readonly every: (ms: number, tick: () => void) => () => void
  /** Runs `work` when this window is the only one that has calls, until `stop`; another window of the same user waits. */
  readonly alone: (work: () => Promise<void>) => () => void
  /** Calls that ended while the desk was locked. */
  readonly ended: EndedCalls
  /** The person whose card is open, for a call that goes out to them. */
  readonly openPerson: () => PersonId | null
  readonly handOvers: HandOvers
  /** Notes that they are to be called back, with what the sheet says of it (REQUIREMENTS C7). */
  readonly keepPromise: KeepPromise
  /** Shows the call in the centre, and the person when there is only one. */
  readonly show: (sheet: CallSheet) => void
  /** The last sheet on the screen is done. */
  readonly done: (sheet: CallSheet) => void
}

export interface CallFlowState {
  /** Sheets of calls that ring, go on or wait for their wrap-up, oldest first. */
  readonly sheets: readonly CallSheet[]
  /** Whether the latest change of a sheet is on the disk; a sheet that was not changed here is. */
  readonly keeping: ReadonlyMap<CallId, Keeping>
  /** Whom the look-up of a number found, so that the ringing card need not read them a second time. Never on the disk. */
  readonly found: ReadonlyMap<CallId, readonly InsuredPerson[]>
}

/** From the ring to the wrap-up (the story of the product): call → person → script → appeal → outcome, every step kept. */
export interface CallFlow {
  readonly state: StoreApi<CallFlowState>
  stop(): void
  step(callId: CallId, event: SheetEvent): void
  /** Records what was answered about preventive care: what was filled in by hand, otherwise what the script's answers say. */
  inform(callId: CallId): Promise<Result<null, readonly Refusal[]>>
  /** What the call suggests as its outcome, and why. */
  suggestion(sheet: CallSheet): Promise<OutcomeSuggestion>
  /** Records the script run and the outcome and takes the sheet away. With refusals everything stays as it was. */
  wrapUp(callId: CallId, outcome: CallOutcome): Promise<Result<null, readonly Refusal[]>>
}

export function startCallFlow(ports: FlowPorts): CallFlow {
  const { data, phone, runs, clock } = ports
  const state = createStore<CallFlowState>(() => ({ sheets: [], keeping: new Map(), found: new Map() }))
  const followers = new Map<CallId, (write: Promise<void>) => void>()
  const find = (callId: string): CallSheet | undefined => state.getState().sheets.find((it) => it.callId === callId)

  function keep(sheet: CallSheet): void {
    const { sheets } = state.getState()
    const isNew = !sheets.some((it) => it.callId === sheet.callId)
    state.setState({
      sheets: isNew ? [...sheets, sheet] : sheets.map((it) => (it.callId === sheet.callId ? sheet : it)),
    })
    followerOf(sheet.callId)(data.drafts.save(DRAFTS + sheet.callId, sheet))
  }

  function followerOf(callId: CallId): (write: Promise<void>) => void {
    const follower =
      followers.get(callId) ??
      followKeeping((keeping) => state.setState({ keeping: new Map([...state.getState().keeping, [callId, keeping]]) }))
    followers.set(callId, follower)
    return follower
  }

  function step(callId: CallId, event: SheetEvent): void {
    const sheet = find(callId)
    if (sheet === undefined) return
    const next = stepSheet(sheet, event)
    // Whatever happens during a talk shows that the desk lives: a call that dies with it has not ended before.
    keep(phaseOf(next) === 'talking' ? { ...next, seenAt: toInstant(clock.now()) } : next)
  }

  async function forget(sheet: CallSheet): Promise<void> {
    state.setState({ sheets: state.getState().sheets.filter((it) => it.callId !== sheet.callId) })
    await data.drafts.drop(DRAFTS + sheet.callId)
    await dropUntouched(data.drafts, sheet.callId)
    followers.delete(sheet.callId)
    const { keeping, found } = state.getState()
    state.setState({ keeping: without(keeping, sheet.callId), found: without(found, sheet.callId) })
    ports.done(sheet)
  }

  async function lookUp(sheet: CallSheet): Promise<void> {
    const number = sheet.remoteNumber
    const [persons, contacts] = await Promise.all([
      data.reads.personsByPhone(number),
      data.reads.contactsByPhone(number),
    ])
    const found = new Map([...state.getState().found, [sheet.callId, persons.map((hit) => hit.person)]])
    if (find(sheet.callId) !== undefined) state.setState({ found })
    const expected = sheet.direction === 'out' ? ports.openPerson() : null
    step(sheet.callId, {
      type: 'lookedUp',
      personIds: persons.map((hit) => hit.person.id),
      contactIds: contacts.map((contact) => contact.data.id),
      ...(expected === null ? {} : { expected }),
    })
    const known = find(sheet.callId)
    if (known !== undefined && known.caller.kind !== sheet.caller.kind) ports.show(known)
  }

  /** What a colleague knew of the call: asked for until it comes, the call is over, or the representative goes on without. */
  async function takeOver({ callId, handedCallId }: CallSheet): Promise<void> {
    if (handedCallId === undefined) return
    const isAwaited = (): boolean => find(callId)?.handOver === 'awaited'
    const handed = await ports.handOvers.take(callId, handedCallId, isAwaited)
    if (!isAwaited()) return
    step(callId, handed === null ? { type: 'handOverGivenUp' } : { type: 'handedOver', handed })
    const sheet = find(callId)
    if (handed !== null && sheet !== undefined) ports.show(sheet)
  }

  /** People of the first load, or a contact made by a colleague, arrive while somebody rings. */
  function lookUpAgain(): void {
    for (const sheet of state.getState().sheets) if (isOpenToLookUp(sheet)) void lookUp(sheet)
  }

  function follow(): void {
    if (!isAdopted) return
    for (const call of phone.calls()) {
      const known = find(call.callId)
      if (known === undefined) {
        const { answeredAt: _notYet, ...offered } = call
        const sheet = newSheet(offered, ports.newId())
        keep(sheet)
        // The card of the caller must be there while it rings: nothing waits for anything else here.
        ports.show(sheet)
        void lookUp(sheet)
        void takeOver(sheet)
      }
      if (known !== undefined && known.sipCallId !== call.sipCallId)
        step(call.callId, { type: 'signalled', sipCallId: call.sipCallId })
      if (call.answeredAt === null) continue
      const before = find(call.callId)
      step(call.callId, { type: 'answered', at: call.answeredAt })
      const answered = find(call.callId)
      // With two calls at once, whom she speaks to is whose script, person and form are on the screen.
      if (answered !== undefined && before?.answeredAt === null) ports.show(answered)
    }
  }

  async function finish(callId: CallId, facts: CallFacts): Promise<void> {
    step(callId, { type: 'ended', facts })
    const sheet = find(callId)
    if (sheet === undefined) {
      // A colleague's call has no sheet: its facts are kept all the same.
      await data.writes.dispatch(recordCall, { ...facts, personId: null, contactId: null })
      return
    }
    await record(sheet)
    if (facts.transfer !== undefined) step(callId, { type: 'outcomeChosen', outcome: 'handedOver' })
    if (needsWrapUp(facts)) return
    await runs.record(callId)
    // Nobody talked. An attempt of ours is closed with what the exchange said; a missed call stays in the list of calls.
    const { outcome } = await suggestion(sheet)
    if (facts.direction === 'out') {
      await data.writes.dispatch(wrapUpCall, { callId, outcome, note: sheet.note, ...whoOf(sheet) })
    }
    await forget(sheet)
  }

  async function record(sheet: CallSheet): Promise<void> {
    if (sheet.isRecorded || sheet.facts === null) return
    const recorded = await data.writes.dispatch(recordCall, { ...sheet.facts, ...whoOf(sheet) })
    // A desk killed between the two writes finds the call already there: the same fact, not an error.
    const isThere = recorded.ok || recorded.error.some((refusal) => refusal.code === 'record.exists')
    if (isThere) step(sheet.callId, { type: 'callRecorded' })
  }

  async function suggestion(sheet: CallSheet): Promise<OutcomeSuggestion> {
    const summary = await runs.summary(sheet.callId)
    return outcomeFor(summary, sheet.appeals, sheet.facts ?? factsAfterCrash(sheet))
  }

  async function inform(callId: CallId): Promise<Result<null, readonly Refusal[]>> {
    const sheet = find(callId)
    const personId = sheet === undefined ? null : whoOf(sheet).personId
    if (sheet === undefined || personId === null || sheet.informed !== null) return ok(null)
    const summary = await runs.summary(callId)
    const draft = sheet.informing ?? (summary === null ? null : informingSaid(summary))
    const person = await data.reads.person(personId)
    const due = person?.prevention.due ?? 'none'
    const args = draft === null ? null : informingArgsOf(draft, { id: sheet.informingId, personId, callId, due })
    if (args === null) return ok(null)
    const done = await data.writes.dispatch(recordInforming, args)
    if (!done.ok && !done.error.some((refusal) => refusal.code === 'record.exists')) return done
    step(callId, { type: 'informed', result: args.result })
    return ok(null)
  }

  async function wrapUp(callId: CallId, outcome: CallOutcome): Promise<Result<null, readonly Refusal[]>> {
    const sheet = find(callId)
    if (sheet === undefined) return ok(null)
    await record(sheet)
    const informed = await inform(callId)
    if (!informed.ok) return informed
    const run = await runs.record(callId)
    if (!run.ok) return run
    const wrapped = await data.writes.dispatch(wrapUpCall, { callId, outcome, note: sheet.note, ...whoOf(sheet) })
    if (!wrapped.ok) return wrapped
    const promised = outcome === 'callBackPromised' ? await ports.keepPromise(sheet, whoOf(sheet).personId) : ok(null)
    if (!promised.ok) return promised
    await forget(sheet)
    phone.ready()
    return ok(null)
  }

  /** Calls that went on over a lock are on the line when the desk opens: their sheets are in the drafts, and are not begun anew. */
  async function adopt(): Promise<void> {
    for (const { callId } of phone.calls()) {
      const left = await data.drafts.load<CallSheet>(DRAFTS + callId)
      if (left === null) continue
      keep(left)
      ports.show(left)
      if (left.handOver === 'awaited') void takeOver(left)
    }
    isAdopted = true
    follow()
  }

  /** What a desk that died left behind. Live calls are not among it: the window that has them holds the lock. */
  async function restore(): Promise<void> {
    await adopted
    for (const key of await data.drafts.keys(DRAFTS)) {
      const left = await data.drafts.load<CallSheet>(key)
      if (left === null || find(left.callId) !== undefined) continue
      keep(left)
      if (left.handOver === 'awaited') void takeOver(left)
      const { remoteNumber, remoteName } = left
      const noted = ports.ended.all().find((facts) => facts.id === left.callId)
      const told = noted === undefined ? factsAfterCrash(left) : { ...noted, remoteNumber, remoteName }
      await finish(left.callId, left.facts ?? told)
      ports.ended.forget(left.callId)
      const sheet = find(left.callId)
      if (sheet !== undefined) ports.show(sheet)
    }
    // Calls with colleagues have no sheet.
    for (const facts of ports.ended.all()) {
      await finish(facts.id, facts)
      ports.ended.forget(facts.id)
    }
  }

  let isAdopted = phone.calls().length === 0
  const adopted = isAdopted ? Promise.resolve() : adopt()
  const whenAdopted = (work: () => void): void => (isAdopted ? work() : void adopted.then(work))

  const endings = [
    ports.alone(restore),
    phone.subscribe(follow),
    data.reads.subscribe(['insuredPerson', 'contact'], lookUpAgain),
    phone.onHandOver((callId, to) => {
      const sheet = find(callId)
      if (sheet !== undefined) ports.handOvers.send(sheet, to)
    }),
    phone.onEnded((facts) => whenAdopted(() => void finish(facts.id, facts))),
    ports.every(SEEN_EVERY_MS, () => {
      for (const sheet of state.getState().sheets)
        if (phaseOf(sheet) === 'talking') step(sheet.callId, { type: 'seen' })
    }),
  ]
  follow()

  return {
    state,
    stop: () => {
      for (const end of endings) end()
    },
    step,
    inform,
    suggestion,
    wrapUp,
  }
}

function without<V>(calls: ReadonlyMap<CallId, V>, gone: CallId): ReadonlyMap<CallId, V> {
  return new Map([...calls].filter(([callId]) => callId !== gone))
}

/** What the answers of a script say about preventive care; null when it was not spoken of. */
export function informingSaid({ means, texts }: Pick<RunSummary, 'means' | 'texts'>): InformingDraft | null {
  if (means.informing === undefined) return null
  const stage = means.informingStage === undefined ? {} : { stage: means.informingStage }
  return { result: means.informing, reason: means.reason ?? null, repeatOn: null, note: texts.informingNote, ...stage }
}
