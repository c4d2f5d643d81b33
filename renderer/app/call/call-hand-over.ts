import { formToHand, takeHandedForm } from '#renderer/features/appeals/intake-store.ts'
import { runToHand, takeHandedRun } from '#renderer/features/call-scripts/script-run-draft.ts'
import type { ApiClient } from '#renderer/sync/api-client.ts'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import { type HandOver, handOverAnswer, handOverTaken } from '#shared/features/telephony/hand-over.ts'
import { isExtension } from '#shared/features/telephony/sip-credentials.ts'
import type { AppealId, CallId, ScriptRunId } from '#shared/kernel/ids.ts'
import { type CallSheet, type Handed, whoOf } from './call-sheet.ts'

/** Between two attempts, of the sender and of the receiver alike. */
const AGAIN_MS = 2_000
/** The sender tells before it transfers: what is not there after this many questions was never told. */
const ABSENT_MAX = 5

export interface HandOverPorts {
  readonly api: Pick<ApiClient, 'get' | 'put'>
  readonly drafts: DeskDrafts
  readonly wait: (ms: number) => Promise<void>
  readonly newRunId: () => ScriptRunId
  readonly newAppealId: () => AppealId
  /** True while what goes along with a call has not left: the representative then says the main points herself. */
  readonly onWaiting: (isWaiting: boolean) => void
}

/** What goes along with a call that is handed over (REQUIREMENTS C7): through the central API, by the id of the call. */
export interface HandOvers {
  /** Tells the server, again and again until it has it. What is told later of the same call takes the place of the earlier. */
  send(sheet: CallSheet, to: string): void
  /** Asks the server until there is an answer or nobody wants it any more; null when nothing came along. */
  take(callId: CallId, handedCallId: CallId, isWanted: () => boolean): Promise<Handed | null>
  stop(): void
}

export function createHandOvers(ports: HandOverPorts): HandOvers {
  const { api, drafts } = ports
  const latest = new Map<CallId, object>()
  let isStopped = false

  async function contentOf(sheet: CallSheet, toExtension: string): Promise<HandOver> {
    const { caller, source, note, appeals } = sheet
    return {
      toExtension,
      ...whoOf(sheet),
      isPersonSure: caller.kind === 'person' && caller.isSure,
      source,
      note,
      appeals: [...appeals],
      run: await runToHand(drafts, sheet.callId),
      form: await formToHand(drafts, sheet.callId),
    }
  }

  async function sendUntilKept(sheet: CallSheet, to: string): Promise<void> {
    const mine = {}
    latest.set(sheet.callId, mine)
    const isWanted = (): boolean => !isStopped && latest.get(sheet.callId) === mine
    const content = await contentOf(sheet, to)
    while (isWanted()) {
      const answer = await api.put(`/api/telephony/hand-overs/${sheet.callId}`, content, handOverTaken)
      if (!isWanted()) return
      const mayLaterSucceed = !answer.ok && answer.failure.kind !== 'refused'
      ports.onWaiting(!answer.ok)
      if (!mayLaterSucceed) return
      await ports.wait(AGAIN_MS)
    }
  }

  async function keep(callId: CallId, { run, form }: Pick<HandOver, 'run' | 'form'>): Promise<void> {
    if (run !== null) await takeHandedRun(drafts, run, { runId: ports.newRunId(), callId })
    if (form !== null) await takeHandedForm(drafts, callId, form, ports.newAppealId())
  }

  return {
    send(sheet, to) {
      // Only a colleague's desk can ask for it.
      if (isExtension(to)) void sendUntilKept(sheet, to)
    },
    async take(callId, handedCallId, isWanted) {
      for (let absent = 0; absent < ABSENT_MAX && !isStopped && isWanted(); ) {
        const answer = await api.get(`/api/telephony/hand-overs/${handedCallId}`, handOverAnswer)
        if (answer.ok) {
          if (isWanted()) await keep(callId, answer.value)
          const { fromName, personId, isPersonSure, contactId, source, note, appeals } = answer.value
          return { fromName, personId, isPersonSure, contactId, source, note, appeals }
        }
        if (answer.failure.kind === 'refused') absent += 1
        await ports.wait(AGAIN_MS)
      }
      return null
    },
    stop() {
      isStopped = true
    },
  }
}
