import type { StoreApi } from 'zustand/vanilla'
import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-state.ts'
import { createKnowledgeShelf, type KnowledgeShelf } from '#renderer/features/knowledge/knowledge-shelf.ts'
import type { BrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import type { DeskData, SyncStatus } from '#renderer/sync/desk-data.ts'
import { rightOf } from '#shared/features/auth/rights.ts'
import type { AppInfo, HostBridge } from '#shared/ipc/contract.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { type CallFlow, startCallFlow } from './call/call-flow.ts'
import { createHandOvers, type HandOvers } from './call/call-hand-over.ts'
import { type CallRuns, createCallRuns } from './call/call-runs.ts'
import { phaseOf } from './call/call-sheet.ts'
import { endedCallsIn } from './call/ended-calls.ts'
import { deskApi } from './desk-data/desk-api.ts'
import { createDeskNavigation, type DeskNavigation } from './desk-store.ts'
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
}

export type DeskIngredients = Omit<DeskParts, 'navigation' | 'flow' | 'runs' | 'knowledge' | 'shift'>

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
  const forgetLinks = given.host.on('telLink', ({ number }) => navigation.askToDial(number))
  return {
    ...given,
    navigation,
    flow,
    runs,
    knowledge: createKnowledgeShelf(),
    shift,
    stop: () => {
      shift?.stop()
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
