import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ScriptChoice } from '#renderer/features/call-scripts/script-menu.tsx'
import type { ScriptRunOptions, ScriptRunStore } from '#renderer/features/call-scripts/script-run-store.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { newestInForce } from '#shared/features/call-scripts/effective.ts'
import type { CallScript, ScriptPurpose } from '#shared/features/call-scripts/script.ts'
import type { RunSummary } from '#shared/features/call-scripts/summary.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { useDesk } from '../desk-context.tsx'
import { type CallKnowledge, factsFor, scriptFor, valuesFor, withArticles } from './call-knowledge.ts'
import { whoOf } from './call-sheet.ts'

/** `none` = no script of this purpose is on the desk. */
export type CallRun = ScriptRunStore | 'opening' | 'none'

/** The script run of a call, opened when the call is answered and told what the desk learns meanwhile. */
export function useCallRun(known: CallKnowledge | undefined): CallRun {
  const { runs } = useDesk()
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all')
  const articles = useDeskRead(['knowledgeArticle'], (reads) => reads.records('knowledgeArticle'), 'all')
  const callId = known?.sheet.callId
  const run = useStore(runs.opened, (opened) => (callId === undefined ? undefined : opened.get(callId)))
  const [isAbsent, setIsAbsent] = useState(false)

  useEffect(() => {
    if (known === undefined || scripts === undefined || articles === undefined || run !== undefined) return
    const today = todayHere(Date.now())
    const library = newestInForce(
      scripts.map(({ data }) => data),
      today,
    )
    const script = scriptFor(library, known.sheet, known.person, today)
    setIsAbsent(script === null)
    if (script === null) return
    void runs.open(known.sheet.callId, optionsFor(known, script, library, articles))
  }, [runs, run, known, scripts, articles])

  useEffect(() => {
    if (known === undefined || run === undefined) return
    const { summary } = run.state.getState()
    run.know({
      personId: whoOf(known.sheet).personId,
      facts: factsFor(known, summary, Date.now()),
      values: valuesFor(known, Date.now()),
    })
  }, [known, run])

  return run ?? (isAbsent ? 'none' : 'opening')
}

type Kept<T> = readonly { readonly data: T }[]

function optionsFor(
  known: CallKnowledge,
  script: CallScript,
  library: readonly CallScript[],
  articles: Kept<KnowledgeArticle>,
): Omit<ScriptRunOptions, 'callId'> {
  return {
    personId: whoOf(known.sheet).personId,
    script: withArticles(
      script,
      articles.map(({ data }) => data),
    ),
    library,
    facts: factsFor(known, null, Date.now()),
    values: valuesFor(known, Date.now()),
  }
}

/** Scripts that are never begun by themselves: others run them. */
const INNER_ONLY: readonly ScriptPurpose[] = ['complaintIntake']

/** The scripts in force among which the representative may choose, and the change to one of them. */
export function useScriptChoice(known: CallKnowledge | undefined): ScriptChoice | undefined {
  const { runs } = useDesk()
  const scripts = useDeskRead(['callScript'], (reads) => reads.records('callScript'), 'all')
  const articles = useDeskRead(['knowledgeArticle'], (reads) => reads.records('knowledgeArticle'), 'all')
  return useMemo(() => {
    if (known === undefined || scripts === undefined || articles === undefined) return undefined
    const library = newestInForce(
      scripts.map(({ data }) => data),
      todayHere(Date.now()),
    )
    const offered = library.filter((script) => !INNER_ONLY.includes(script.purpose))
    return {
      scripts: offered.map(({ id, title }) => ({ id, title })),
      onChoose(id) {
        const script = library.find((item) => item.id === id)
        if (script !== undefined) void runs.change(known.sheet.callId, optionsFor(known, script, library, articles))
      },
    }
  }, [runs, known, scripts, articles])
}

const NO_RUN = { getState: () => null, getInitialState: () => null, subscribe: () => () => undefined }

/** What the answers say so far; null while there is no run. */
export function useRunSummary(run: CallRun): RunSummary | null {
  const store = typeof run === 'string' ? NO_RUN : run.state
  return useStore(store as typeof NO_RUN, (state: { readonly summary: RunSummary } | null) => state?.summary ?? null)
}
