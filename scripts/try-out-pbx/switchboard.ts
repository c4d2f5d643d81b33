import { type Call, createCall, type EndedBy } from './call.ts'
import type { CallParty, PartyEvents, Refusal } from './call-party.ts'
import { Citizen, type CitizenContext } from './citizen.ts'
import { type Patience, USUAL_PATIENCE } from './citizen-behaviour.ts'
import type { DeskLeg } from './desk-leg.ts'
import { chooseDesk } from './hunt.ts'
import { isQueueDesk, reactionOf, routeOf } from './number-plan.ts'
import { type Phrase, type Voice, voiceFor } from './phrases.ts'
import type { Referral } from './referral.ts'
import type { Scheduler } from './scheduler.ts'
import type { SipHeader } from './sip-message.ts'
import type { SipServer } from './sip-server.ts'
import { transfer } from './transfer.ts'

/** How long one desk is rung before the hunt goes on. */
const DESK_RING_MS = 30_000
/** Pause before desks that declined are tried again. */
const ROUND_PAUSE_MS = 3_000
/** A desk that calls hears nobody for this long: the exchange gives up. */
const OUTGOING_RING_MS = 120_000
const KEPT_ENDED_CALLS = 50

export interface IncomingCall {
  readonly from: string
  readonly name?: string | undefined
  /** The extension to ring; without it the call hunts over the free desks of operators. */
  readonly to?: string | undefined
  readonly phrase: Phrase
  readonly headers: readonly SipHeader[]
  readonly patience?: Partial<Patience> | undefined
}

export interface SwitchboardOptions {
  readonly scheduler: Scheduler
  readonly citizens: CitizenContext
  readonly phrases: readonly Phrase[]
  readonly seed: string
  readonly maxCalls: number
  readonly newId: () => string
  readonly log: (line: string) => void
}

export interface Switchboard {
  /** The SIP side, told once after both were made. */
  connect(sip: SipServer): void
  /** A robot citizen calls. `undefined` when the exchange is full. */
  callIn(incoming: IncomingCall): Call | undefined
  onDeskCall(leg: DeskLeg, dialled: string): void
  onRegistered(extension: string): void
  /** Calls in progress and the last ones that ended, oldest first. */
  calls(): readonly Call[]
  isFree(extension: string): boolean
  idleSinceMs(extension: string): number
  close(): void
}

interface Hunt {
  readonly incoming: IncomingCall
  readonly citizen: Citizen
  readonly tried: Set<string>
  isOffering: boolean
}

/** Who talks to whom: calls of citizens to desks, of desks to citizens and to each other. */
export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { scheduler } = options
  const live: Call[] = []
  const ended: Call[] = []
  const hunts = new Map<Call, Hunt>()
  /** What citizens who call are called. */
  const names = new WeakMap<Call, string>()
  const idleSince = new Map<string, number>()
  let sip: SipServer | undefined

  const involves = (party: CallParty | undefined, extension: string): boolean =>
    party?.isDesk === true && party.number === extension
  const isFree = (extension: string): boolean =>
    !live.some((call) => involves(call.caller, extension) || involves(call.called, extension))

  const watcher = {
    onRefused(call: Call, refusal: Refusal) {
      options.log(`${call.id} refused with ${refusal.status}`)
      const hunt = hunts.get(call)
      if (hunt === undefined) call.end('refused', 'called', refusal)
      else if (hunt.incoming.to !== undefined) call.end('refused', 'called', refusal)
      else seek(call)
    },
    onReferred: (call: Call, by: CallParty, referral: Referral, onOutcome: (outcome: Refusal | 'done') => void) =>
      transfer(transfers, call, by, referral, onOutcome),
    onEnded(call: Call) {
      options.log(`${call.id} ended: ${call.endReason} by ${call.endedBy}`)
      live.splice(live.indexOf(call), 1)
      ended.push(call)
      if (ended.length > KEPT_ENDED_CALLS) ended.shift()
      hunts.delete(call)
      for (const party of [call.caller, call.called])
        if (party?.isDesk === true) idleSince.set(party.number, scheduler.nowMs())
      seekForAll()
    },
  }

  const transfers = {
    calls: () => live,
    createLeg: (extension: string, callId: string) => sip?.createLeg(extension, callId),
    newCallId: options.newId,
    nameOf: (call: Call) => names.get(call),
  }

  function begin(caller: Citizen | DeskLeg): Call {
    const call = createCall(options.newId(), caller, scheduler, watcher)
    caller.events = call.callerEvents()
    live.push(call)
    return call
  }

  function endAfter(call: Call, delayMs: number, isDue: () => boolean, by: EndedBy): void {
    scheduler.after(delayMs, () => {
      if (call.state !== 'ended' && isDue()) call.end('impatient', by, { status: 480, reason: 'No Answer' })
    })
  }

  /** Rings the next desk for a waiting call, if there is one. */
  function seek(call: Call): void {
    const hunt = hunts.get(call)
    if (hunt === undefined || call.state !== 'waiting' || hunt.isOffering || sip === undefined) return
    const { to } = hunt.incoming
    const desks = sip.registrar
      .all()
      .filter(({ extension }) => isQueueDesk(extension))
      .map(({ extension }) => ({ extension, isFree: isFree(extension), idleSinceMs: idleSince.get(extension) ?? 0 }))
    const extension = to ?? chooseDesk(desks, hunt.tried)
    if (extension !== undefined) return void ringDesk(call, hunt, extension)
    if (hunt.tried.size === 0) return // nobody is free: whoever becomes free is told by seekForAll
    scheduler.after(ROUND_PAUSE_MS, () => {
      hunt.tried.clear()
      seek(call)
    })
  }

  function seekForAll(): void {
    for (const call of [...live]) seek(call)
  }

  async function ringDesk(call: Call, hunt: Hunt, extension: string): Promise<void> {
    hunt.isOffering = true
    const offer = await hunt.citizen.offer().catch(() => undefined)
    hunt.isOffering = false
    if (call.state !== 'waiting') return
    if (offer === undefined) return call.end('media-failed', 'exchange')
    // while the offer was made the desk may have taken another call or gone
    if (hunt.incoming.to === undefined && !isFree(extension)) return seek(call)
    hunt.tried.add(extension)
    const leg = sip?.createLeg(extension, `${call.id}-${options.newId()}`)
    if (leg === undefined) return watcher.onRefused(call, { status: 480, reason: 'Temporarily Unavailable' })
    const events = connectCalled(call, leg)
    options.log(`${call.id} rings ${extension}`)
    leg.ring({ offer, from: { number: hunt.incoming.from, name: hunt.incoming.name }, headers: hunt.incoming.headers })
    scheduler.after(DESK_RING_MS, () => {
      if (call.called !== leg || call.state !== 'ringing' || hunt.incoming.to !== undefined) return
      leg.end('impatient')
      events.refused({ status: 408, reason: 'No Answer' })
    })
  }

  function connectCalled(call: Call, party: Citizen | DeskLeg): PartyEvents {
    const events = call.calledEvents(party)
    party.events = events
    call.attach(party)
    return events
  }

  function callCitizen(leg: DeskLeg, number: string, voice: Voice | 'echo', isEcho: boolean): void {
    const call = begin(leg)
    const reaction = isEcho
      ? ({ kind: 'answers', afterMs: 0, phraseDraw: 0 } as const)
      : reactionOf(number, options.seed)
    const citizen = new Citizen(options.citizens, { number, voice, patience: USUAL_PATIENCE, reaction })
    connectCalled(call, citizen)
    citizen.ring({ offer: leg.offer, from: { number: leg.number }, headers: [] })
    endAfter(call, OUTGOING_RING_MS, () => call.state === 'ringing', 'exchange')
  }

  return {
    connect(server) {
      sip = server
    },
    isFree,
    idleSinceMs: (extension) => idleSince.get(extension) ?? 0,
    calls: () => [...ended, ...live],

    callIn(incoming) {
      if (live.length >= options.maxCalls) return undefined
      const patience = { ...USUAL_PATIENCE, ...incoming.patience }
      const voice = voiceFor(options.phrases, incoming.phrase)
      const citizen = new Citizen(options.citizens, {
        number: incoming.from,
        voice,
        patience,
        reaction: { kind: 'never-answers' },
      })
      const call = begin(citizen)
      if (incoming.name !== undefined) names.set(call, incoming.name)
      hunts.set(call, { incoming, citizen, tried: new Set(), isOffering: false })
      endAfter(call, patience.ringMs, () => call.state === 'waiting' || call.state === 'ringing', 'caller')
      seek(call)
      return call
    },

    onDeskCall(leg, dialled) {
      if (live.length >= options.maxCalls) return leg.refuse({ status: 503, reason: 'Exchange Is Full' })
      const route = routeOf(dialled)
      if (route.kind === 'forbidden')
        return leg.refuse({ status: 403, reason: 'Try-out Exchange Dials No Real Numbers' })
      if (route.kind === 'echo') return callCitizen(leg, dialled, 'echo', true)
      if (route.kind === 'citizen') {
        const requests = options.phrases.filter((phrase) => phrase.kind === 'request')
        const reaction = reactionOf(route.number, options.seed)
        const phrase = requests[(reaction.kind === 'answers' ? reaction.phraseDraw : 0) % requests.length]
        return phrase === undefined
          ? leg.refuse({ status: 480, reason: 'No Phrases' })
          : callCitizen(leg, route.number, voiceFor(options.phrases, phrase), false)
      }
      if (route.extension === leg.number) return leg.refuse({ status: 482, reason: 'Loop Detected' })
      const other = sip?.createLeg(route.extension, leg.callId)
      if (other === undefined) return leg.refuse({ status: 480, reason: 'Not Registered' })
      const call = begin(leg)
      connectCalled(call, other)
      other.ring({ offer: leg.offer, from: { number: leg.number, name: leg.callerName }, headers: [] })
      endAfter(call, OUTGOING_RING_MS, () => call.state === 'ringing', 'exchange')
    },

    onRegistered(extension) {
      if (!idleSince.has(extension)) idleSince.set(extension, scheduler.nowMs())
      seekForAll()
    },

    close() {
      for (const call of [...live]) call.end('closing', 'exchange')
    },
  }
}
