import type { StoreApi } from 'zustand/vanilla'
import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-state.ts'
import { createKnowledgeShelf, type KnowledgeShelf } from '#renderer/features/knowledge/knowledge-shelf.ts'
import type { BrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import { formatTime } from '#renderer/i18n/formats.ts'
import { textsOf } from '#renderer/i18n/i18n.ts'
import type { DeskData, SyncStatus } from '#renderer/sync/desk-data.ts'
import { rightOf } from '#shared/features/auth/rights.ts'
import type { AppInfo, HostBridge } from '#shared/ipc/contract.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { type CallFlow, startCallFlow } from './call/call-flow.ts'
import { createHandOvers, type HandOvers } from './call/call-hand-over.ts'
import { type CallRuns, createCallRuns } from './call/call-runs.ts'
import { phaseOf } from './call/call-sheet.ts'
import { endedCallsIn } from './call/ended-calls.ts'
import { followCallBacks } from './call-backs/follow-call-backs.ts'
import { promiseKeeper } from './call-backs/keep-promise.ts'
import { deskApi } from './desk-data/desk-api.ts'
import { createDeskNavigation, type DeskNavigation } from './desk-store.ts'
import { createDialRun, type DialRun } from './outbound/dial-run.ts'
import { flowPhoneOf } from './phone-session.ts'
import { followShift, type ShiftJournal } from './shift-journal.ts'

/** What an opened desk is made of, besides what is drawn. */
export interface DeskParts {
  readonly workplace: OpenWorkplace
  readonly session: SessionStore
  readonly host: HostBridge
  readonly info: AppInfo
  readonly data: DeskData
  readonly syncStatus: StoreApi<SyncStatus>
  /** Null for those without an extension. */
  readonly soft: BrowserSoftphone | null
  readonly navigation: DeskNavigation
  /** Null where there is no telephone. */
  readonly flow: CallFlow | null
  readonly runs: CallRuns
  readonly knowledge: KnowledgeShelf
  /** What the representative's time goes to; null where there is no telephone. */
  readonly shift: ShiftJournal | null
  /** The list that is called through. */
  readonly dialRun: DialRun
}

export type DeskIngredients = Omit<DeskParts, 'navigation' | 'flow' | 'runs' | 'knowledge' | 'shift' | 'dialRun'>

/** Joins the telephone, the store and the navigation of a desk. `stop` ends what listens; store and telephone are closed by who opened them. */
export function assembleDesk(given: DeskIngredients): DeskParts & { readonly stop: () => void } {
  const navigation = createDeskNavigation({ kind: 'home' })
  const { drafts, writes } = given.data
  const runs = createCallRuns({ drafts, writes, clock: systemClock, newRunId: newId })
  const handOvers = createHandOvers({
    api: deskApi(given.workplace, given.session),
    drafts,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    newRunId: newId,
    newAppealId: newId,
    onWaiting: (isWaiting) =>
      isWaiting ? given.soft?.phone.notice('handOverWaits') : given.soft?.phone.dismissNotice('handOverWaits'),
  })
  const flow = given.soft === null ? null : flowOf(given, given.soft, navigation, runs, handOvers)
  const shift =
    given.soft === null
      ? null
      : followShift({
          phone: given.soft.phone.store,
          drafts,
          writes,
          sync: given.syncStatus,
          newId,
          clock: { ...systemClock, every: everyTick },
        })
  const { soft, host, workplace } = given
  const stopCallBacks =
    soft === null
      ? () => {}
      : followCallBacks({
          reads: given.data.reads,
          writes,
          me: workplace.user.id,
          remind: ({ dueAt }) => {
            const t = textsOf('desk')
            // The operating system keeps notices where others may read them: nobody is named there.
            const body = t('callBack.remind.body', { time: formatTime(dueAt) })
            void host.attention.remind({ title: t('callBack.remind'), body })
            soft.phone.notice('callBackDue')
          },
          calm: () => soft.phone.dismissNotice('callBackDue'),
          clock: { ...systemClock, every: everyTick },
        })
  const forgetLinks = given.host.on('telLink', ({ number }) => navigation.askToDial(number))
  return {
    ...given,
    navigation,
    flow,
    runs,
    knowledge: createKnowledgeShelf(),
    shift,
    dialRun: createDialRun(systemClock.now),
    stop: () => {
      shift?.stop()
      stopCallBacks()
      forgetLinks()
      handOvers.stop()
      flow?.stop()
    },
  }
}

const systemClock = { now: (): number => Date.now() }

/** Repeats until it is stopped by what this returns. */
export function everyTick(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  return () => clearInterval(timer)
}

/** A new id of this desk (PUSH1). */
export function newId<Id extends string>(): Id {
  return newUuid<Id>(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)))
}

function flowOf(
  { data, workplace }: DeskIngredients,
  soft: BrowserSoftphone,
  navigation: DeskNavigation,
  runs: CallRuns,
  handOvers: HandOvers,
): CallFlow {
  const flow = startCallFlow({
    data,
    phone: flowPhoneOf(soft),
    runs,
    clock: systemClock,
    newId,
    every: everyTick,
    alone: (work) => holdAlone(`opora-calls-${workplace.user.id}`, work),
    keepPromise: promiseKeeper(data, workplace.user.clinicIds[0] ?? null, systemClock.now),
    ended: endedCallsIn(sessionStorage, workplace.user.id),
    handOvers,
    openPerson: () => navigation.state.getState().person?.personId ?? null,
    show(sheet) {
      // A second caller waits in the list and on the telephone: the talk that goes on keeps the screen.
      const isTalking = flow?.state.getState().sheets.some((it) => it !== sheet && phaseOf(it) === 'talking')
      if (isTalking && phaseOf(sheet) !== 'talking') return
      navigation.go({ kind: 'call', callId: sheet.callId })
      if (sheet.caller.kind === 'person') navigation.openPerson(sheet.caller.personId, 'incomingCall', sheet.callId)
    },
    done(sheet) {
      const next = flow.state.getState().sheets[0]
      const { task } = navigation.state.getState()
      if (task.kind !== 'call' || task.callId !== sheet.callId) return
      if (next === undefined) navigation.goBack()
      else navigation.go({ kind: 'call', callId: next.callId })
    },
  })
  return flow
}

/** Runs `work` once this window alone holds the name, and keeps the name until it is let go. */
function holdAlone(name: string, work: () => Promise<void>): () => void {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const abort = new AbortController()
  navigator.locks
    .request(name, { signal: abort.signal }, async () => {
      await work()
      await held
    })
    .catch(() => undefined)
  return () => {
    release()
    abort.abort()
  }
}

/** Whether the role may do what the button offers: what is refused is not shown (DESIGN §5). */
export function may(parts: Pick<DeskParts, 'workplace'>, action: Parameters<typeof rightOf>[1]): boolean {
  return rightOf(parts.workplace.user.role, action) !== null
}
