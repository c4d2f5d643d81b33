import { passwordOfUsername } from './credentials.ts'
import { DeskLeg } from './desk-leg.ts'
import { ALLOW, contactOf, tagOf } from './dialog.ts'
import { createDigestRealm } from './digest.ts'
import type { LegContext } from './leg-dialog.ts'
import { createRegistrar, type Registrar } from './registrar.ts'
import type { Scheduler } from './scheduler.ts'
import { parseNameAddress, parseSipUri } from './sip-address.ts'
import type { SipLink } from './sip-link.ts'
import { headerOf, parseSipMessage, responseTo, type SipRequest } from './sip-message.ts'
import { createClientTransactions } from './transactions.ts'

/** A desk whose connection closed and that did not register again in this time has left its calls. */
export const VANISHED_AFTER_MS = 30_000
/** A desk that registered anew refreshes its calls at once; one that has not by now is asked whether it knows them. */
const PROBE_AFTER_MS = 5_000
const MAX_EXPIRES_SECONDS = 3600
const DEFAULT_EXPIRES_SECONDS = 300

export interface SipServer {
  readonly registrar: Registrar
  /** Takes one frame from a connection. Whatever it holds, this does not throw. */
  receive(link: SipLink, text: string): void
  closeLink(link: SipLink): void
  /** A leg towards a registered desk; undefined when it is not registered. */
  createLeg(extension: string, callId: string): DeskLeg | undefined
}

export interface SipServerOptions {
  readonly domain: string
  readonly secret: string
  readonly scheduler: Scheduler
  /** Random text for tags, branches and the nonce key. */
  readonly newToken: () => string
  /** A desk dials: the leg is in state *incoming* and has had its 100. */
  readonly onDeskCall: (leg: DeskLeg, dialled: string) => void
  readonly onRegistered: (extension: string) => void
}

/** The SIP side of the exchange: who is registered, whose message belongs to which leg, what gets an error. */
export function createSipServer(options: SipServerOptions): SipServer {
  const { domain, scheduler } = options
  const legs = new Set<DeskLeg>()
  const transactions = createClientTransactions(scheduler, `exchange.${domain}`, options.newToken)
  const digest = createDigestRealm({
    realm: domain,
    nonceKey: options.newToken(),
    nowMs: scheduler.nowMs,
    passwordOf: (username) => passwordOfUsername(options.secret, username, scheduler.nowMs()),
  })
  const registrar = createRegistrar(scheduler, (binding) => {
    for (const leg of liveLegs()) {
      if (leg.number !== binding.extension || leg.link.isOpen) continue
      scheduler.after(PROBE_AFTER_MS, () => {
        if (!leg.link.isOpen) leg.probe()
      })
    }
  })
  const context: LegContext = { domain, scheduler, transactions, newTag: options.newToken, findBinding: registrar.find }

  function liveLegs(): DeskLeg[] {
    for (const leg of legs) if (leg.isEnded) legs.delete(leg)
    return [...legs]
  }

  /** The extension that signed the request; otherwise the refusal is sent. */
  function authenticate(link: SipLink, request: SipRequest): string | undefined {
    const isRegister = request.method === 'REGISTER'
    const check = digest.check(headerOf(request, isRegister ? 'authorization' : 'proxy-authorization'), request.method)
    if (!check.ok) {
      const isStale = check.reason === 'stale'
      const [status, reason, header] = isRegister
        ? ([401, 'Unauthorized', 'www-authenticate'] as const)
        : ([407, 'Proxy Authentication Required', 'proxy-authenticate'] as const)
      link.send(
        responseTo(request, status, reason, {
          headers: [[header, digest.challenge({ isStale })]],
          toTag: options.newToken(),
        }),
      )
      return undefined
    }
    const extension = check.username.slice(check.username.indexOf(':') + 1)
    const address = headerOf(request, isRegister ? 'to' : 'from')
    if (parseSipUri(parseNameAddress(address ?? '')?.uri ?? '')?.user === extension) return extension
    refuse(link, request, 403, 'Not Your Number')
    return undefined
  }

  function refuse(link: SipLink, request: SipRequest, status: number, reason: string): void {
    if (request.method !== 'ACK') link.send(responseTo(request, status, reason, { toTag: options.newToken() }))
  }

  function register(link: SipLink, request: SipRequest): void {
    const extension = authenticate(link, request)
    if (extension === undefined) return
    const contact = headerOf(request, 'contact')
    const uri = contact === '*' ? undefined : contactOf(request)
    const wanted =
      parseNameAddress(contact ?? '')?.params.get('expires') ??
      headerOf(request, 'expires') ??
      String(DEFAULT_EXPIRES_SECONDS)
    if (!/^[0-9]{1,9}$/.test(wanted) || (contact !== undefined && contact !== '*' && uri === undefined)) {
      refuse(link, request, 400, 'Bad Contact')
      return
    }
    const expires = Math.min(Number(wanted), MAX_EXPIRES_SECONDS)
    if (expires === 0) registrar.release(extension)
    else if (uri !== undefined) registrar.bind(extension, uri, link, expires)
    const binding = registrar.find(extension)
    const left = binding === undefined ? 0 : Math.round((binding.expiresAtMs - scheduler.nowMs()) / 1000)
    const headers = binding === undefined ? [] : ([['contact', `<${binding.contact}>;expires=${left}`]] as const)
    link.send(responseTo(request, 200, 'OK', { headers, toTag: options.newToken() }))
    if (expires > 0 && uri !== undefined) options.onRegistered(extension)
  }

  function startDeskCall(link: SipLink, request: SipRequest): void {
    const extension = authenticate(link, request)
    if (extension === undefined) return
    const dialled = parseSipUri(request.uri)?.user
    if (dialled === undefined || contactOf(request) === undefined) {
      refuse(link, request, 400, 'Bad Request')
      return
    }
    if (request.body === '') {
      refuse(link, request, 488, 'Not Acceptable Here')
      return
    }
    const leg = new DeskLeg(context, { extension, callId: headerOf(request, 'call-id') ?? '', link, invite: request })
    legs.add(leg)
    link.send(responseTo(request, 100, 'Trying'))
    options.onDeskCall(leg, dialled)
  }

  function onRequest(link: SipLink, request: SipRequest): void {
    const callId = headerOf(request, 'call-id')
    const toTag = tagOf(request, 'to')
    const isCancel = request.method === 'CANCEL'
    if (isCancel || toTag !== undefined) {
      const leg = liveLegs().find(
        (one) => one.callId === callId && (isCancel ? one.isCancelledBy(request) : one.localTag === toTag),
      )
      if (leg === undefined) refuse(link, request, 481, 'Call Does Not Exist')
      else leg.receive(request, link)
    } else if (request.method === 'REGISTER') register(link, request)
    else if (request.method === 'INVITE') startDeskCall(link, request)
    else if (request.method === 'OPTIONS') {
      link.send(responseTo(request, 200, 'OK', { headers: [ALLOW], toTag: options.newToken() }))
    } else refuse(link, request, 405, 'Method Not Allowed')
  }

  return {
    registrar,

    receive(link, text) {
      if (text.trim() === '') return
      const parsed = parseSipMessage(text)
      if (!parsed.ok) return
      if (parsed.message.kind === 'response') transactions.receive(link, parsed.message)
      else onRequest(link, parsed.message)
    },

    closeLink(link) {
      registrar.releaseLink(link)
      transactions.closeLink(link)
      for (const leg of liveLegs()) {
        if (leg.link !== link) continue
        // an unanswered INVITE dies with its connection on the desk's side too (RFC 3261 §17.1.4)
        if (!leg.isEstablished) leg.vanish()
        else
          scheduler.after(VANISHED_AFTER_MS, () => {
            if (leg.link === link && registrar.find(leg.number) === undefined) leg.vanish()
          })
      }
    },

    createLeg(extension, callId) {
      const binding = registrar.find(extension)
      if (binding === undefined) return undefined
      const leg = new DeskLeg(context, { extension, callId, link: binding.link })
      legs.add(leg)
      return leg
    },
  }
}
