import { linkScript, reachable, scriptsWithin, targetsOf } from './link.ts'
import type { CallScript, ScriptNode } from './script.ts'
import { fieldsIn, RAW_FIELDS } from './speak.ts'

/** Options that have a key of their own, 1–9. */
export const OPTIONS_MAX = 9
/** Longest line to be read aloud in one step: half a minute of speech, and what fits the player on a small screen. */
export const SAY_MAX = 300

export type ScriptFaultCode =
  | 'noStart'
  | 'duplicateStep'
  | 'duplicateOption'
  | 'missingNext'
  | 'unknownTarget'
  | 'unreachable'
  | 'cycle'
  | 'noEnd'
  | 'noResult'
  | 'noOptions'
  | 'tooManyOptions'
  | 'noQuestionAsked'
  | 'noForm'
  | 'noText'
  | 'noTitle'
  | 'textTooLong'
  | 'unknownField'
  | 'unknownSource'
  | 'fieldWithoutWords'
  | 'brokenBraces'
  | 'phraseMissing'
  | 'unknownScript'
  | 'unknownEntry'
  | 'recursion'
  | 'unknownEarlier'
  | 'duplicateHelp'

export interface ScriptFault {
  readonly code: ScriptFaultCode
  /** Step, objection, question or field the fault is in; null when it is in the script as a whole. */
  readonly at: string | null
  readonly detail?: string
}

/** Words that a script of some purpose must say: somewhere, or on every way from its start to an end. */
export interface RequiredPhrase {
  readonly purpose: CallScript['purpose']
  readonly phrase: string
  readonly on: 'everyPath' | 'somewhere'
}

/** Every fault of a script. One with faults must not be published (REQUIREMENTS S10): on the phone there is no time to work round it. */
export function lintScript(
  script: CallScript,
  library: readonly CallScript[],
  phrases: readonly RequiredPhrase[],
): ScriptFault[] {
  const faults = [...lintIds(script), ...script.nodes.flatMap((node) => lintNode(node)), ...lintFields(script)]
  const graph = lintGraph(script)
  return [
    ...faults,
    ...graph,
    ...(graph.length > 0 ? [] : [...lintLinks(script, library), ...lintPhrases(script, phrases)]),
  ]
}

function lintIds(script: CallScript): ScriptFault[] {
  const faults: ScriptFault[] = duplicates(script.nodes.map((node) => node.id)).map((at) => ({
    code: 'duplicateStep',
    at,
  }))
  for (const at of duplicates(script.objections.map((item) => item.id))) faults.push({ code: 'duplicateHelp', at })
  for (const at of duplicates(script.questions.map((item) => item.id))) faults.push({ code: 'duplicateHelp', at })
  return faults
}

function lintNode(node: ScriptNode): ScriptFault[] {
  const faults: ScriptFault[] = []
  const add = (code: ScriptFaultCode, detail?: string): number =>
    faults.push({ code, at: node.id, ...(detail ? { detail } : {}) })
  if (node.kind !== 'check' && node.title === undefined) add('noTitle')
  if ((node.kind === 'say' || node.kind === 'ask') && (node.text ?? '').trim() === '') add('noText')
  // A choice without words to say is the representative's own note of what was heard, so it must explain itself.
  if (node.kind === 'choice' && (node.text ?? node.hint ?? node.title ?? '').trim() === '') add('noText')
  if ((node.text ?? '').length > SAY_MAX) add('textTooLong', String(node.text?.length))
  if (needsNext(node) && node.next === undefined) add('missingNext')
  if (node.kind === 'choice') {
    const options = node.options ?? []
    if (options.length === 0) add('noOptions')
    if (options.length > OPTIONS_MAX) add('tooManyOptions')
    for (const value of duplicates(options.map((option) => option.value))) add('duplicateOption', value)
    for (const option of options)
      if (option.next === undefined && node.next === undefined) add('missingNext', option.value)
  }
  if (node.kind === 'check') {
    if ((node.fact === undefined) === (node.earlier === undefined)) add('noQuestionAsked')
    if (node.whenTrue === undefined || node.whenFalse === undefined) add('missingNext')
  }
  if (node.kind === 'form' && node.form === undefined) add('noForm')
  if (node.kind === 'end' && (node.result ?? '') === '') add('noResult')
  return faults
}

function needsNext(node: ScriptNode): boolean {
  return node.kind === 'say' || node.kind === 'ask' || node.kind === 'form' || node.kind === 'script'
}

function lintGraph(script: CallScript): ScriptFault[] {
  const byId = new Map(script.nodes.map((node) => [node.id, node]))
  if (!byId.has(script.start)) return [{ code: 'noStart', at: script.start }]
  const faults: ScriptFault[] = []
  for (const node of script.nodes)
    for (const target of targetsOf(node))
      if (!byId.has(target)) faults.push({ code: 'unknownTarget', at: node.id, detail: target })
  const reached = new Set(reachable(script, script.start).map((node) => node.id))
  for (const node of script.nodes) if (!reached.has(node.id)) faults.push({ code: 'unreachable', at: node.id })
  if (!script.nodes.some((node) => node.kind === 'end' && reached.has(node.id)))
    faults.push({ code: 'noEnd', at: null })
  const cycle = findCycle(byId)
  if (cycle !== null) faults.push({ code: 'cycle', at: cycle })
  return faults
}

/** A step on a cycle, or null. Without cycles every walk ends and every step before an end leads to one. */
function findCycle(byId: ReadonlyMap<string, ScriptNode>): string | null {
  const state = new Map<string, 'open' | 'done'>()
  const visit = (id: string): string | null => {
    if (state.get(id) === 'open') return id
    const node = byId.get(id)
    if (node === undefined || state.get(id) === 'done') return null
    state.set(id, 'open')
    for (const target of targetsOf(node)) {
      const found = visit(target)
      if (found !== null) return found
    }
    state.set(id, 'done')
    return null
  }
  for (const id of byId.keys()) {
    const found = visit(id)
    if (found !== null) return found
  }
  return null
}

function lintFields(script: CallScript): ScriptFault[] {
  const faults: ScriptFault[] = []
  for (const [name, field] of Object.entries(script.fields)) {
    const codes = RAW_FIELDS[field.from ?? name]
    if (codes === undefined) faults.push({ code: 'unknownSource', at: name, detail: field.from ?? name })
    if (/[{}[\]]/.test(field.missing)) faults.push({ code: 'brokenBraces', at: name })
    for (const code of codes ?? [])
      if ((field.values?.[code] ?? '') === '') faults.push({ code: 'fieldWithoutWords', at: name, detail: code })
  }
  for (const { at, text } of spokenTexts(script)) {
    if (!/^(?:[^{}[\]]|\{[^{}[\]]+\}|\[(?:[^{}[\]]|\{[^{}[\]]+\})*\])*$/.test(text))
      faults.push({ code: 'brokenBraces', at })
    for (const name of fieldsIn(text))
      if (script.fields[name] === undefined) faults.push({ code: 'unknownField', at, detail: name })
  }
  return faults
}

function spokenTexts(script: CallScript): { readonly at: string; readonly text: string }[] {
  return [
    ...script.nodes.map((node) => ({ at: node.id, text: node.text ?? '' })),
    ...script.objections.map((item) => ({ at: item.id, text: item.answer })),
    ...script.questions.map((item) => ({ at: item.id, text: item.answer })),
  ]
}

function lintLinks(script: CallScript, library: readonly CallScript[]): ScriptFault[] {
  const linked = linkScript(script, library)
  if (!linked.ok) return [{ code: linked.error.code, at: linked.error.nodeId }]
  const inner = scriptsWithin(script, library)
  return [...linked.value.nodes.values()]
    .filter((node) => node.earlier !== undefined && node.scriptId === script.id)
    .flatMap((node): ScriptFault[] => {
      const asked = linked.value.nodes.get(node.earlier?.node ?? '')
      const results = inner.find((item) => item.id === asked?.script)?.nodes.map((item) => item.result)
      const known = asked?.options?.map((option) => option.value) ?? results ?? []
      const strange = node.earlier?.values.find((value) => !known.includes(value))
      return strange === undefined ? [] : [{ code: 'unknownEarlier', at: node.id, detail: strange }]
    })
}

function lintPhrases(script: CallScript, phrases: readonly RequiredPhrase[]): ScriptFault[] {
  return phrases
    .filter((rule) => rule.purpose === script.purpose && !isSaid(script, rule))
    .map((rule) => ({ code: 'phraseMissing', at: null, detail: rule.phrase }))
}

function isSaid(script: CallScript, rule: RequiredPhrase): boolean {
  const says = (node: ScriptNode): boolean => (node.text ?? '').toLowerCase().includes(rule.phrase.toLowerCase())
  if (rule.on === 'somewhere') return script.nodes.some(says)
  const silent = { ...script, nodes: script.nodes.filter((node) => !says(node)) }
  return !reachable(silent, script.start).some((node) => node.kind === 'end')
}

function duplicates(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}
