import { type Invitation, Inviter, UserAgent } from 'sip.js'
import { markCall } from './call-marks.ts'
import type { RemoteParty } from './call-state.ts'
import type { RelayMemory } from './ice-gathering.ts'
import type { Scheduler } from './scheduler.ts'
import { type AgentOptions, makeAgent } from './sip-agent.ts'
import { SipCall } from './sip-call.ts'
import { Farewells } from './sip-farewell.ts'
import { SipLink } from './sip-link.ts'
import { grantOf, LISTEN_HEADER } from './sip-listening.ts'
import type { TelephonyLog } from './sip-log.ts'
import type { CredentialsSource, DialledAlong, PortEvent, SipPort } from './sip-port.ts'
import { dialTarget, isExternalNumber, remoteParty } from './sip-remote.ts'
import { HANDED_CALL_HEADER } from './sip-transfer.ts'

export interface SipAdapterOptions {
  readonly credentials: CredentialsSource
  readonly scheduler: Scheduler
  /** A stream of its own for each call. */
  readonly openMicrophone: () => Promise<MediaStream>
  readonly newId: () => string
  readonly isOnline: () => boolean
  /** Keys go by INFO in any case; left out: only where RFC 4733 was not negotiated. [TEL34] */
  readonly areKeysByInfo?: () => boolean
  readonly log: TelephonyLog
  readonly transportConstructor?: AgentOptions['transportConstructor']
}

/** For exchanges that rewrite To on the way to the desk. */
const CALLED_HEADER = 'X-Opora-Called'

/** The telephone line over sip.js. Only the `UserAgent` API of it: `SessionManager` ends live calls when the socket dies. */
export function createSipAdapter(options: SipAdapterOptions): SipPort {
  const { scheduler } = options
  const calls = new Map<string, SipCall>()
  const listeners = new Set<(event: PortEvent) => void>()
  const farewells = new Farewells(scheduler)
  const relayMemory: RelayMemory = { isRelayDead: false }
  let iceServers: readonly RTCIceServer[] = []

  const emit = (event: PortEvent): void => {
    if (event.type === 'gone') calls.delete(event.id)
    for (const listener of listeners) listener(event)
  }
  const link = new SipLink({
    credentials: async () => {
      const credentials = await options.credentials()
      iceServers = credentials.iceServers.map(({ urls, username, credential }) => ({
        urls,
        ...(username === undefined ? {} : { username }),
        ...(credential === undefined ? {} : { credential }),
      }))
      return credentials
    },
    scheduler,
    isOnline: options.isOnline,
    makeAgent: (credentials, delegate) =>
      makeAgent({
        credentials,
        delegate,
        log: options.log,
        media: { scheduler, relayMemory, iceServers: () => iceServers, openMicrophone: options.openMicrophone },
        ...(options.transportConstructor ? { transportConstructor: options.transportConstructor } : {}),
      }),
    hasCalls: () => calls.size > 0,
    onStatus: (status) => emit({ type: 'link', status }),
    onInvite: (invitation) => incoming(invitation),
    onLost: () => {
      for (const id of [...calls.keys()]) emit({ type: 'call', id, event: { type: 'signallingLost' } })
    },
    onRestored: () => {
      for (const call of calls.values()) if (call.isEstablished) void call.refresh()
      farewells.repeat()
    },
  })

  function addCall(id: string, session: Invitation | Inviter, remote: RemoteParty, agent: UserAgent): SipCall {
    const call = new SipCall(id, session, remote, {
      agent,
      domain: agent.configuration.uri.host,
      isLinkUp: () => link.isConnected,
      areKeysByInfo: () => options.areKeysByInfo?.() ?? false,
      farewells,
      scheduler,
      emit,
    })
    calls.set(id, call)
    return call
  }

  function incoming(invitation: Invitation): void {
    markCall('invite-received')
    const identity = invitation.assertedIdentity ?? invitation.remoteIdentity
    const remote = remoteParty({
      user: identity.uri.user,
      host: identity.uri.host,
      displayName: identity.displayName || invitation.remoteIdentity.displayName,
      callSource: invitation.request.getHeader('x-opora-call-source'),
      diversion: invitation.request.getHeader('diversion'),
      called: invitation.request.getHeader(CALLED_HEADER) ?? invitation.request.to.uri.user,
      handedCall: invitation.request.getHeader(HANDED_CALL_HEADER),
    })
    const replaced = [...calls.values()].find((call) => call.replaces(invitation.replacee))
    if (replaced) {
      replaced.acceptReplacement(invitation, remote)
      return
    }
    const id = options.newId()
    addCall(id, invitation, remote, invitation.userAgent)
    const grant = grantOf(invitation.request.getHeader(LISTEN_HEADER))
    if (grant !== undefined) emit({ type: 'listenerCame', id, extension: remote.number, grant })
    else emit({ type: 'incoming', id, sipCallId: invitation.request.callId, remote })
  }

  function dial(id: string, number: string, { handedCallId, grant }: DialledAlong = {}): void {
    const agent = link.agent
    const target = agent && UserAgent.makeURI(dialTarget(number, agent.configuration.uri.host) ?? '')
    if (!agent || !target || !link.isConnected) {
      const reason = target ? 'connectionLost' : 'numberUnknown'
      emit({ type: 'call', id, event: { type: 'failed', reason, by: target ? 'network' : 'desk' } })
      return
    }
    // With early media the library ends a call that forked and was answered by another fork: outside numbers do not fork.
    const inviter = new Inviter(agent, target, {
      earlyMedia: isExternalNumber(number),
      extraHeaders: [
        ...(handedCallId === undefined ? [] : [`${HANDED_CALL_HEADER}: ${handedCallId}`]),
        ...(grant === undefined ? [] : [`${LISTEN_HEADER}: ${grant}`]),
      ],
    })
    addCall(id, inviter, remoteParty({ user: target.user, host: target.host, displayName: '' }), agent).invite()
  }

  function transfer(id: string, to: string, withCallId?: string): void {
    const call = calls.get(id)
    const domain = link.agent?.configuration.uri.host ?? ''
    const target = withCallId === undefined ? UserAgent.makeURI(dialTarget(to, domain) ?? '') : calls.get(withCallId)
    if (call && target && link.isConnected) void call.transfer(target)
    else emit({ type: 'call', id, event: { type: 'transferFailed', sipCode: target ? 503 : 484 } })
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: () => link.start(),
    stop: async () => {
      for (const call of [...calls.values()]) call.hangUp()
      await link.stop()
    },
    networkChanged: (isOnline) => link.networkChanged(isOnline),
    dial,
    ring: (id) => calls.get(id)?.ring(),
    accept: (id) => calls.get(id)?.accept(),
    reject: (id, code, why) => calls.get(id)?.reject(code, why),
    hangUp: (id) => calls.get(id)?.hangUp(),
    setHold: (id, isHeld) => void calls.get(id)?.setHold(isHeld),
    setMuted: (id, isMuted) => calls.get(id)?.setMuted(isMuted),
    restartMedia: (id) => void calls.get(id)?.restartMedia(),
    transfer,
    sendKey: (id, key) => calls.get(id)?.sendKey(key),
    mix: (id, track) =>
      void calls
        .get(id)
        ?.mix(track)
        .catch(() => undefined),
    showGrant: async (id, grant) => (await calls.get(id)?.showGrant(grant)) ?? false,
    replaceMicrophone: async (open) => {
      for (const call of calls.values()) if (call.isEstablished) await call.replaceMicrophone(await open())
    },
    stats: async (id) => calls.get(id)?.connection?.getStats(),
  }
}
