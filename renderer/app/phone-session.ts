import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-state.ts'
import {
  type BrowserSoftphone,
  type BrowserSoftphoneOptions,
  createBrowserSoftphone,
} from '#renderer/features/telephony/browser-softphone.ts'
import { ringingCall } from '#renderer/features/telephony/engine/lines.ts'
import { rememberCredentials } from '#renderer/features/telephony/phone-credentials.ts'
import type { SoftphoneState } from '#renderer/features/telephony/softphone-store.ts'
import { textsOf } from '#renderer/i18n/i18n.ts'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import { type PhoneCredentials, phoneCredentials } from '#shared/features/telephony/credentials.ts'
import { listeningAnswer } from '#shared/features/telephony/listening.ts'
import type { HostBridge, PhoneState } from '#shared/ipc/contract.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { refuse } from '#shared/kernel/errors.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { toPhoneNumber } from '#shared/kernel/phone.ts'
import { err, ok } from '#shared/kernel/result.ts'
import type { FlowPhone } from './call/call-flow.ts'
import { deskApi } from './desk-data/desk-api.ts'

const ANSWER_TIMEOUT_MS = 6_000
/** In the encrypted store: a desk started while the central API is away still registers with it. */
const CREDENTIALS_DRAFT = 'telephony.credentials'

/** The telephone of the signed-in user, or null for those without an extension. */
export function openPhone(
  workplace: OpenWorkplace,
  tokens: SessionStore['tokens'],
  host: HostBridge,
  drafts: Pick<DeskDrafts, 'load' | 'save'>,
  recordings: BrowserSoftphoneOptions['recordings'],
): BrowserSoftphone | null {
  if (workplace.user.extension === null) return null
  return createBrowserSoftphone({
    credentials: rememberCredentials(
      () => requestCredentials(workplace.apiUrl, tokens),
      {
        load: () => drafts.load(CREDENTIALS_DRAFT),
        save: (credentials) => drafts.save(CREDENTIALS_DRAFT, credentials),
      },
      Date.now,
    ),
    userId: workplace.user.id,
    requestListening: async (asked) => {
      const answer = await deskApi(workplace, { tokens }).post('/api/telephony/listening', asked, listeningAnswer)
      if (answer.ok) return ok(answer.value)
      const { failure } = answer
      return err(failure.kind === 'refused' ? failure.refusal : refuse('telephony.listening.unreachable'))
    },
    recordings,
    log: (level, message) => {
      if (level === 'warn' || level === 'error')
        void host.log.write({ level, code: 'telephony.library', fields: { message: message.slice(0, 200) } })
    },
  })
}

/** @throws Error when they cannot be had now; the telephone tries again. */
async function requestCredentials(apiUrl: string, tokens: SessionStore['tokens']): Promise<PhoneCredentials> {
  const token = await tokens.current()
  if (token === null) throw new Error('not signed in')
  const answer = await fetch(`${apiUrl}/api/telephony/credentials`, {
    headers: { authorization: `Bearer ${token}` },
    cache: 'no-store',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  })
  if (answer.status === 401) await tokens.current(token)
  if (!answer.ok) throw new Error(`credentials: ${answer.status}`)
  return phoneCredentials.parse(await answer.json())
}

/** The telephone as the flow of calls sees it: calls with people outside, times as instants. */
export function flowPhoneOf({ phone }: BrowserSoftphone): FlowPhone {
  return {
    calls: () =>
      phone.state.calls
        .filter((call) => !call.remote.isInternal && call.state !== 'ended')
        .map((call) => ({
          callId: call.id as CallId,
          direction: call.direction,
          remoteNumber: toPhoneNumber(call.remote.number) ?? call.remote.number,
          remoteName: call.remote.name,
          source: call.remote.source,
          sipCallId: call.sipCallId,
          offeredAt: toInstant(call.offeredAt),
          ...(call.remote.handedCallId === undefined ? {} : { handedCallId: call.remote.handedCallId as CallId }),
          answeredAt: call.answeredAt === undefined ? null : toInstant(call.answeredAt),
        })),
    subscribe: (listener) => phone.store.subscribe(listener),
    onEnded: (listener) => phone.onEnded(listener),
    onHandOver: (listener) => phone.onHandOver((call, to) => listener(call.id as CallId, to)),
    // Whoever asked for a break during the talk has it: only after-call work turns into ready by itself.
    ready: () => {
      if (phone.state.agent.state.kind === 'afterCallWork') phone.ready()
    },
  }
}

/** Makes the computer call for attention while a call rings, shows the state in the tray and does what is chosen there. Returns how to stop. */
export function followAttention({ phone }: BrowserSoftphone, host: HostBridge): () => void {
  let ringingId: string | undefined
  let shown: PhoneState | undefined
  function follow(state: SoftphoneState): void {
    const ringing = ringingCall(state.calls)
    if (ringing?.id !== ringingId) {
      ringingId = ringing?.id
      if (ringing === undefined) void host.attention.clear()
      else {
        const t = textsOf('desk')
        // The operating system keeps notices where others may read them: nobody is named there.
        const body = t(`ring.source.${ringing.remote.source}`)
        const announced = ringing.id
        // After the card has been drawn: asking a browser for a notice holds up the screen for some milliseconds.
        setTimeout(() => {
          if (announced === ringingId) void host.attention.incomingCall({ title: t('ring.incoming'), body })
        })
      }
    }
    const now = phoneStateOf(state)
    if (now !== shown) {
      shown = now
      void host.attention.setPhoneState({ state: now })
    }
  }
  follow(phone.state)
  const stop = phone.store.subscribe(follow)
  const stopWishes = host.on('agentWish', ({ wish }) => (wish === 'ready' ? phone.ready() : phone.notReady(wish)))
  return () => {
    stop()
    stopWishes()
    ringingId = undefined
    void host.attention.clear()
    void host.attention.setPhoneState({ state: 'off' })
  }
}

/** A computer that slept has a dead line more often than not. Returns how to stop. */
export function followSleep({ wake }: Pick<BrowserSoftphone, 'wake'>, host: Pick<HostBridge, 'on'>): () => void {
  return host.on('power', ({ change }) => {
    if (change === 'resume') wake()
  })
}

export function phoneStateOf({ link, calls, agent }: Pick<SoftphoneState, 'link' | 'calls' | 'agent'>): PhoneState {
  if (ringingCall(calls) !== undefined && calls.length === 1) return 'ringing'
  if (calls.length > 0) return 'talking'
  if (link.state !== 'registered') return 'off'
  if (agent.state.kind === 'afterCallWork') return 'wrapUp'
  return agent.state.kind === 'ready' ? 'ready' : 'away'
}
