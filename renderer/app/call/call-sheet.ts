import type { InformingDraft } from '#renderer/features/preventive-care/informing-draft.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import type { Call, CallOutcome } from '#shared/features/telephony/call.ts'
import type { RecordCallArgs } from '#shared/features/telephony/commands.ts'
import type { AppealId, CallId, ContactId, InformingId, PersonId } from '#shared/kernel/ids.ts'
import { agentTermsAt } from '../agent-terms.ts'

/** Facts of a finished call as the telephone tells them; person and contact are the desk's to know. */
export type CallFacts = Omit<RecordCallArgs, 'personId' | 'contactId'>

/** Who calls, as far as the desk knows. A number is a hint, never an identity: `isSure` only after a representative said so. */
export type Caller =
  | { readonly kind: 'looking' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'person'; readonly personId: PersonId; readonly isSure: boolean }
  | { readonly kind: 'several'; readonly personIds: readonly PersonId[] }
  | { readonly kind: 'contact'; readonly contactId: ContactId }

/** What is typed of a new contact. */
export interface ContactDraft {
  readonly id: ContactId
  readonly name: string
  readonly note: string
}

/** An appeal that came out of the call. */
export interface SheetAppeal {
  readonly id: AppealId
  readonly number: string
  readonly result: string
}

/** A caller who is not insured here, as far as it is typed. */
export interface ContactDraft {
  /** Made with the first key, so that a crash cannot write the same contact twice. */
  readonly id: ContactId
  readonly name: string
  readonly note: string
}

/**
 * Everything the desk keeps about one call until it is wrapped up. Plain data: it is written to the drafts on every change, so that
 * a desk that is killed and started again goes on where it was (REQUIREMENTS X1).
 */
export interface CallSheet {
  readonly callId: CallId
  readonly direction: Call['direction']
  /** E.164 where it is a Russian number, otherwise as received; empty when hidden. */
  readonly remoteNumber: string
  readonly remoteName: string
  readonly source: Call['source']
  readonly sipCallId: string
  readonly offeredAt: string
  readonly answeredAt: string | null
  readonly caller: Caller
  readonly appeals: readonly SheetAppeal[]
  /** Made with the sheet, so that a crash cannot record the answer about preventive care twice. */
  readonly informingId: InformingId
  /** What is being filled in about preventive care by hand; null while the script's answers stand. */
  readonly informing: InformingDraft | null
  /** A caller outside the registry who is being noted; null while nobody is. Absent in sheets kept by earlier versions of the desk. */
  readonly contact?: ContactDraft | null
  /** What was recorded about preventive care. */
  readonly informed: Informing['result'] | null
  /** Set when the call has ended. */
  readonly facts: CallFacts | null
  /** `telephony.recordCall` is in the outbox. */
  readonly isRecorded: boolean
  /** Chosen by hand; null while what the call suggests stands. */
  readonly outcome: CallOutcome | null
  readonly note: string
  /** How long wrap-up may take before the ring turns amber. */
  readonly wrapUpSeconds: number
  /** The last instant at which the desk was seen alive; stands for the end of a call that died with the desk. */
  readonly seenAt: string
  /** The call of a colleague that goes on in this one. */
  readonly handedCallId?: CallId
  /** What came with it: `awaited` from the server, `taken`, or gone on with `without`. Absent for other calls. */
  readonly handOver?: 'awaited' | 'taken' | 'without'
  /** Who handed it over. */
  readonly handedBy?: string
}

export type SheetPhase = 'ringing' | 'dialling' | 'talking' | 'wrapUp'

/** Where the sheet stands, by what is known and not by a field that could contradict it. */
export function phaseOf(sheet: Pick<CallSheet, 'facts' | 'answeredAt' | 'direction'>): SheetPhase {
  if (sheet.facts !== null) return 'wrapUp'
  if (sheet.answeredAt !== null) return 'talking'
  return sheet.direction === 'in' ? 'ringing' : 'dialling'
}

export type SheetEvent =
  | {
      readonly type: 'lookedUp'
      readonly personIds: readonly PersonId[]
      readonly contactIds: readonly ContactId[]
      /** The person whose card is open when a call goes out to them. */
      readonly expected?: PersonId
    }
  | { readonly type: 'answered'; readonly at: string }
  | { readonly type: 'personChosen'; readonly personId: PersonId }
  | { readonly type: 'contactChosen'; readonly contactId: ContactId }
  | { readonly type: 'contactDrafted'; readonly draft: ContactDraft | null }
  | { readonly type: 'callerForgotten' }
  | { readonly type: 'appealRegistered'; readonly appeal: SheetAppeal }
  | { readonly type: 'informingDrafted'; readonly draft: InformingDraft | null }
  | { readonly type: 'informed'; readonly result: Informing['result'] }
  | { readonly type: 'ended'; readonly facts: CallFacts }
  | { readonly type: 'callRecorded' }
  /** The SIP Call-ID of an outgoing call is known only after its INVITE. */
  | { readonly type: 'signalled'; readonly sipCallId: string }
  | { readonly type: 'outcomeChosen'; readonly outcome: CallOutcome }
  | { readonly type: 'noteTyped'; readonly note: string }
  | { readonly type: 'extended' }
  | { readonly type: 'handedOver'; readonly handed: Handed }
  | { readonly type: 'handOverGivenUp' }
  /** Nothing but that the desk is alive. */
  | { readonly type: 'seen' }

/** What a colleague knew of the call. */
export interface Handed {
  readonly fromName: string
  readonly personId: PersonId | null
  readonly isPersonSure: boolean
  readonly contactId: ContactId | null
  readonly source: Call['source']
  readonly note: string
  readonly appeals: readonly SheetAppeal[]
}

export type OfferedCall = Pick<
  CallSheet,
  'callId' | 'direction' | 'remoteNumber' | 'remoteName' | 'source' | 'sipCallId' | 'offeredAt' | 'handedCallId'
>

export function newSheet(call: OfferedCall, informingId: InformingId): CallSheet {
  return {
    ...call,
    informingId,
    informing: null,
    contact: null,
    answeredAt: null,
    caller: { kind: 'looking' },
    appeals: [],
    informed: null,
    facts: null,
    isRecorded: false,
    outcome: null,
    note: '',
    wrapUpSeconds: agentTermsAt(Date.parse(call.offeredAt)).afterCallSeconds,
    seenAt: call.offeredAt,
    ...(call.handedCallId === undefined ? {} : { handOver: 'awaited' }),
  }
}

export function stepSheet(sheet: CallSheet, event: SheetEvent): CallSheet {
  switch (event.type) {
    case 'lookedUp':
      // A slow look-up must not overwrite what the representative has said meanwhile.
      return isOpenToLookUp(sheet) ? { ...sheet, caller: callerOf(event) } : sheet
    case 'answered':
      return sheet.answeredAt === null ? { ...sheet, answeredAt: event.at } : sheet
    case 'personChosen':
      return { ...sheet, caller: { kind: 'person', personId: event.personId, isSure: true } }
    case 'contactChosen':
      return { ...sheet, caller: { kind: 'contact', contactId: event.contactId }, contact: null }
    case 'contactDrafted':
      return { ...sheet, contact: event.draft }
    case 'callerForgotten':
      return { ...sheet, caller: { kind: 'unknown' } }
    case 'appealRegistered':
      return { ...sheet, appeals: [...sheet.appeals.filter((it) => it.id !== event.appeal.id), event.appeal] }
    case 'informingDrafted':
      return { ...sheet, informing: event.draft }
    case 'informed':
      return { ...sheet, informed: event.result, informing: null }
    case 'ended':
      return { ...sheet, facts: event.facts, answeredAt: event.facts.answeredAt }
    case 'callRecorded':
      return { ...sheet, isRecorded: true }
    case 'signalled':
      return { ...sheet, sipCallId: event.sipCallId }
    case 'outcomeChosen':
      return { ...sheet, outcome: event.outcome }
    case 'noteTyped':
      return { ...sheet, note: event.note }
    case 'extended':
      return {
        ...sheet,
        wrapUpSeconds: sheet.wrapUpSeconds + agentTermsAt(Date.parse(sheet.offeredAt)).extensionSeconds,
      }
    case 'handedOver':
      return takeOver(sheet, event.handed)
    case 'handOverGivenUp':
      return sheet.handOver === 'awaited' ? { ...sheet, handOver: 'without' } : sheet
    case 'seen':
      return sheet
  }
}

/** While it rings an unknown number may still become known: the registry may be on its way to this desk. */
export function isOpenToLookUp(sheet: Pick<CallSheet, 'caller' | 'answeredAt' | 'facts'>): boolean {
  const { kind } = sheet.caller
  return kind === 'looking' || (kind === 'unknown' && sheet.answeredAt === null && sheet.facts === null)
}

/** What this desk has found out by itself stands; the rest is the colleague's. */
function takeOver(sheet: CallSheet, { fromName, personId, isPersonSure, contactId, ...handed }: Handed): CallSheet {
  const isOwn = sheet.caller.kind === 'person' && sheet.caller.isSure
  const theirs: Caller | null =
    personId !== null
      ? { kind: 'person', personId, isSure: isPersonSure }
      : contactId === null
        ? null
        : { kind: 'contact', contactId }
  return {
    ...sheet,
    source: handed.source,
    caller: isOwn || theirs === null ? sheet.caller : theirs,
    note: sheet.note === '' ? handed.note : sheet.note,
    appeals: [...handed.appeals, ...sheet.appeals.filter((own) => !handed.appeals.some(({ id }) => id === own.id))],
    handOver: 'taken',
    handedBy: fromName,
  }
}

function callerOf({ personIds, contactIds, expected }: Extract<SheetEvent, { type: 'lookedUp' }>): Caller {
  if (expected !== undefined && personIds.includes(expected)) {
    return { kind: 'person', personId: expected, isSure: false }
  }
  const [first, second] = personIds
  if (first !== undefined) {
    return second === undefined ? { kind: 'person', personId: first, isSure: false } : { kind: 'several', personIds }
  }
  const [contactId] = contactIds
  return contactId === undefined ? { kind: 'unknown' } : { kind: 'contact', contactId }
}

/** Person and contact of a sheet, as the records carry them. */
export function whoOf(sheet: Pick<CallSheet, 'caller'>): {
  readonly personId: PersonId | null
  readonly contactId: ContactId | null
} {
  const { caller } = sheet
  return {
    personId: caller.kind === 'person' ? caller.personId : null,
    contactId: caller.kind === 'contact' ? caller.contactId : null,
  }
}

/**
 * Facts of a call whose desk died in the middle: the telephone can tell nothing any more. It ended when the desk was last seen, by
 * the network as far as the caller could tell; never answered means missed.
 */
export function factsAfterCrash(sheet: CallSheet): CallFacts {
  const wasAnswered = sheet.answeredAt !== null
  return {
    id: sheet.callId,
    sipCallId: sheet.sipCallId,
    direction: sheet.direction,
    remoteNumber: sheet.remoteNumber,
    remoteName: sheet.remoteName,
    source: sheet.source,
    offeredAt: sheet.offeredAt,
    answeredAt: sheet.answeredAt,
    endedAt: sheet.seenAt,
    endedBy: 'network',
    result: wasAnswered ? 'answered' : sheet.direction === 'in' ? 'missed' : 'cancelled',
    sipStatus: null,
    holds: [],
    quality: null,
  }
}

/** A call that ended without a talk: the desk closes it by itself in a moment, and no form is opened for it. */
export function closesItself(sheet: Pick<CallSheet, 'facts'>): boolean {
  return sheet.facts !== null && !needsWrapUp(sheet.facts)
}

/** Whether a finished call asks for a wrap-up: nobody notes an outcome for a call that was never talked. */
export function needsWrapUp(facts: Pick<CallFacts, 'result'>): boolean {
  return facts.result === 'answered'
}
