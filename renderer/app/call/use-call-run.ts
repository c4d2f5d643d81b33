import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ScriptRunStore } from '#renderer/features/call-scripts/script-run-store.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { RunSummary } from '#shared/features/call-scripts/summary.ts'
import { useDesk } from '../desk-context.tsx'
import { type CallKnowledge, factsFor, inForce, scriptFor, valuesFor } from './call-knowledge.ts'
import { whoOf } from './call-sheet.ts'

/** `none` = no script of this purpose is on the desk. */
export type CallRun = ScriptRunStore | 'opening' | 'none'

/** The script run of a call, opened when the call is answered and told what the desk learns meanwhile. */
export function useCallRun(known: CallKnowledge | undefined): CallRun {
  const { runs } = useDesk()
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all')
  const callId = known?.sheet.callId
  const run = useStore(runs.opened, (opened) => (callId === undefined ? undefined : opened.get(callId)))
  const [isAbsent, setIsAbsent] = useState(false)

  useEffect(() => {
    if (known === undefined || scripts === undefined || run !== undefined) return
    const today = todayHere(Date.now())
    const library = inForce(
      scripts.map(({ data }) => data),
      today,
    )
    const script = scriptFor(library, known.sheet, known.person, today)
    setIsAbsent(script === null)
    if (script === null) return
    void runs.open(known.sheet.callId, {
      personId: whoOf(known.sheet).personId,
      script,
      library,
      facts: factsFor(known, null),
      values: valuesFor(known, Date.now()),
    })
  }, [runs, run, known, scripts])

  useEffect(() => {
    if (known === undefined || run === undefined) return
    const { summary } = run.state.getState()
    run.know({
      personId: whoOf(known.sheet).personId,
      facts: factsFor(known, summary),
      values: valuesFor(known, Date.now()),
    })
  }, [known, run])

  return run ?? (isAbsent ? 'none' : 'opening')
}

const NO_RUN = { getState: () => null, getInitialState: () => null, subscribe: () => () => undefined }

/** What the answers say so far; null while there is no run. */
export function useRunSummary(run: CallRun): RunSummary | null {
  const store = typeof run === 'string' ? NO_RUN : run.state
  return useStore(store as typeof NO_RUN, (state: { readonly summary: RunSummary } | null) => state?.summary ?? null)
}
