import type { RecordRunArgs } from './commands.ts'
import type { LinkedNode, LinkedScript } from './link.ts'
import { derivePath, optionsOf, type PathStep, type RunState, type ScriptFacts } from './path.ts'
import type { ScriptMeaning, ScriptTarget } from './script.ts'
import { recordedVisits } from './visits.ts'
import { ANSWER_MAX } from './walk.ts'

/** Result of a run that the call ended before its end. */
export const CUT_OFF = 'cutOff'

/** What the run knows for the forms of the desk: the representative confirms it and types nothing twice. */
export interface RunSummary {
  /** Joined meanings of the path, the later answer wins. */
  readonly means: ScriptMeaning
  /** Theme of the appeal: what the answers mean, otherwise that of the last typical question opened, if it is of the same kind. */
  readonly themeCode: string | null
  readonly texts: Readonly<Record<ScriptTarget, string>>
  /** Result of the end node, or null while the run goes on. */
  readonly result: string | null
}

export function summarize(script: LinkedScript, state: RunState, facts: ScriptFacts): RunSummary {
  const path = derivePath(script, state, facts)
  const lines: Record<ScriptTarget, string[]> = { appealText: [], resultText: [], informingNote: [] }
  let means: ScriptMeaning = {}
  for (const step of path.steps) {
    const said = saidIn(step, state)
    if (step.node.fills !== undefined && said !== '')
      lines[step.node.fills].push(`${step.node.title ?? step.node.id}: ${said}`)
    if (step.answer === null) continue
    means = { ...means, ...step.node.means, ...meansOf(step.node, step.answer.value) }
  }
  const isEnded = path.frontier.kind === 'end'
  if (isEnded) means = { ...means, ...path.frontier.means }
  const lastQuestion = state.consulted.findLast((item) => item.kind === 'question')
  const question = script.questions.find((item) => item.id === lastQuestion?.id)
  return {
    means,
    themeCode: means.themeCode ?? themeOfQuestion(question?.themeCode, means.kind),
    texts: {
      appealText: lines.appealText.join('\n'),
      resultText: lines.resultText.join('\n'),
      informingNote: lines.informingNote.join('\n'),
    },
    result: isEnded ? (path.frontier.result ?? null) : null,
  }
}

function themeOfQuestion(themeCode: string | undefined, kind: ScriptMeaning['kind']): string | null {
  if (themeCode === undefined) return null
  return kind === undefined || themeCode.split('.')[0] === kind ? themeCode : null
}

/** Words of an answer: what was typed, confirmed or not, or the option's label. */
function saidIn(step: PathStep, state: RunState): string {
  if (step.node.kind === 'ask') return (state.typed[step.node.id] ?? step.answer?.value ?? '').trim()
  if (step.answer === null) return ''
  return labelsOf(step.node, step.answer.value)
}

function meansOf(node: LinkedNode, value: string): ScriptMeaning {
  return Object.assign({}, ...optionsOf(node, value).map((option) => option.means))
}

function labelsOf(node: LinkedNode, value: string): string {
  return optionsOf(node, value)
    .map((option) => option.label)
    .join('; ')
}

export interface RunEnd {
  readonly id: RecordRunArgs['id']
  readonly callId: RecordRunArgs['callId']
  readonly personId: RecordRunArgs['personId']
  readonly endedAt: string
  /** The desk ended in the middle and the run is recorded later: nobody knows when its last step was left. */
  readonly isLeftBehind?: boolean
}

/**
 * Arguments of `callScripts.recordRun`. The result is that of the end node; a run that the call ended before one is `cutOff`, with
 * every answer given so far, also the words typed and not confirmed.
 */
export function finishRun(
  script: LinkedScript,
  state: RunState,
  facts: ScriptFacts,
  { isLeftBehind = false, ...end }: RunEnd,
): RecordRunArgs {
  const visits = recordedVisits(script, state, facts, isLeftBehind ? null : end.endedAt)
  const path = derivePath(script, state, facts)
  const answers = path.steps.flatMap((step) => recorded(step, script, state, end.endedAt))
  return {
    ...end,
    scriptId: state.scriptId,
    scriptVersion: state.version,
    ...(script.parts.length === 0 ? {} : { parts: [...script.parts] }),
    answers: [...answers, ...consultedAnswers(script, state)].slice(0, 300),
    ...(visits.length === 0 ? {} : { visits }),
    result: path.frontier.kind === 'end' ? (path.frontier.result ?? CUT_OFF) : CUT_OFF,
    startedAt: state.startedAt,
  }
}

type Recorded = RecordRunArgs['answers'][number]

function recorded(step: PathStep, script: LinkedScript, state: RunState, endedAt: string): Recorded[] {
  const { node, answer } = step
  const stepName = shorten(node.title ?? '', 120)
  if (node.callSite !== undefined) {
    const call = script.nodes.get(node.callSite)
    const label = shorten(node.title ?? '', 400)
    return [
      {
        nodeId: node.id,
        value: node.result ?? '',
        label,
        step: shorten(call?.title ?? '', 120),
        at: lastAt(state, endedAt),
      },
    ]
  }
  if (node.kind === 'ask') {
    const typed = (state.typed[node.id] ?? answer?.value ?? '').trim()
    if (typed === '') return []
    return [
      { nodeId: node.id, value: shorten(typed, ANSWER_MAX), label: '', step: stepName, at: answer?.at ?? endedAt },
    ]
  }
  if (node.kind === 'several' && state.typed[node.id] !== undefined) {
    const value = state.typed[node.id] ?? ''
    const label = shorten(labelsOf(node, value), 400)
    return value === '' ? [] : [{ nodeId: node.id, value, label, step: stepName, at: answer?.at ?? endedAt }]
  }
  if (answer === null || (node.kind !== 'choice' && node.kind !== 'several' && node.kind !== 'form')) return []
  const label = answer.label ?? labelsOf(node, answer.value)
  return [{ nodeId: node.id, value: answer.value, label: shorten(label, 400), step: stepName, at: answer.at }]
}

function consultedAnswers(script: LinkedScript, state: RunState): Recorded[] {
  return state.consulted.map((item) => {
    const words =
      item.kind === 'objection'
        ? script.objections.find((objection) => objection.id === item.id)?.said
        : script.questions.find((question) => question.id === item.id)?.question
    const { at, during } = item
    const opened = { nodeId: `${item.kind}/${item.id}`, value: 'opened', label: shorten(words ?? '', 400), at }
    return during === undefined ? opened : { ...opened, during }
  })
}

function lastAt(state: RunState, otherwise: string): string {
  const moments = Object.values(state.answers).map((answer) => answer.at)
  return moments.toSorted().at(-1) ?? otherwise
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max)
}
