import type { LintRules, ScriptFault, ScriptFaultCode } from './lint-fault.ts'
import { hasCases } from './name-cases.ts'
import type { CallScript, ScriptNode, ScriptOption } from './script.ts'
import { fieldsIn, levelOfField, RAW_FIELDS } from './speak.ts'

/** Options that have a key of their own, 1–9. */
export const OPTIONS_MAX = 9
/** Longest line to be read aloud in one step: half a minute of speech, and what fits the player on a small screen. */
export const SAY_MAX = 300
/** Most answers of a step that takes several of them: it is marked, not read aloud. */
export const SEVERAL_MAX = 24

/** What is wrong with single steps, answers, fields and help, whatever the way that leads to them. */
export function lintParts(script: CallScript, rules: LintRules): ScriptFault[] {
  return [
    ...lintIds(script),
    ...script.nodes.flatMap((node) => [...lintNode(node), ...lintSurvey(node, rules), ...lintThemes(node, rules)]),
    ...lintFields(script),
    ...lintHelp(script),
  ]
}

function lintIds(script: CallScript): ScriptFault[] {
  const faults: ScriptFault[] = duplicates(script.nodes.map((node) => node.id)).map((at) => ({
    code: 'duplicateStep',
    at,
  }))
  for (const at of duplicates(script.objections.map((item) => item.id))) faults.push({ code: 'duplicateHelp', at })
  for (const at of duplicates(script.questions.map((item) => item.id))) faults.push({ code: 'duplicateHelp', at })
  if (script.effectiveTo !== undefined && script.effectiveTo < script.effectiveFrom)
    faults.push({ code: 'datesReversed', at: null, detail: script.effectiveTo })
  return faults
}

function lintNode(node: ScriptNode): ScriptFault[] {
  const faults: ScriptFault[] = []
  const add = (code: ScriptFaultCode, detail?: string): number =>
    faults.push({ code, at: node.id, ...(detail ? { detail } : {}) })
  if (node.kind !== 'check' && node.title === undefined) add('noTitle')
  if ((node.kind === 'say' || node.kind === 'ask') && (node.text ?? '').trim() === '') add('noText')
  // A choice without words to say is the representative's own note of what was heard, so it must explain itself.
  if (takesOptions(node) && (node.text ?? node.hint ?? node.title ?? '').trim() === '') add('noText')
  if ((node.text ?? '').length > SAY_MAX) add('textTooLong', String(node.text?.length))
  if (needsNext(node) && node.next === undefined) add('missingNext')
  if (takesOptions(node)) faults.push(...lintOptions(node))
  if (node.kind === 'check') {
    if ([node.fact, node.earlier, node.when].filter((asked) => asked !== undefined).length !== 1) add('noQuestionAsked')
    if (node.whenTrue === undefined || node.whenFalse === undefined) add('missingNext')
  }
  if (node.skipIf !== undefined) {
    if (node.kind === 'check' || node.kind === 'script' || node.kind === 'end') add('skipNotHere')
    else if (node.next === undefined) add('missingNext')
  }
  if (node.kind === 'form' && node.form === undefined) add('noForm')
  if (node.kind === 'end' && (node.result ?? '') === '') add('noResult')
  return faults
}

function takesOptions(node: ScriptNode): boolean {
  return node.kind === 'choice' || node.kind === 'several'
}

function needsNext(node: ScriptNode): boolean {
  return ['say', 'ask', 'form', 'script', 'several'].includes(node.kind)
}

function lintOptions(node: ScriptNode): ScriptFault[] {
  const options = node.options ?? []
  const faults: ScriptFault[] = []
  const add = (code: ScriptFaultCode, detail?: string): number =>
    faults.push({ code, at: node.id, ...(detail ? { detail } : {}) })
  if (options.length === 0) add('noOptions')
  if (options.length > (node.kind === 'choice' ? OPTIONS_MAX : SEVERAL_MAX)) add('tooManyOptions')
  for (const value of duplicates(options.map((option) => option.value))) add('duplicateOption', value)
  for (const option of options) {
    if (node.kind === 'several' && option.next !== undefined) add('optionLeadsAway', option.value)
    if (node.kind === 'choice' && option.next === undefined && node.next === undefined) add('missingNext', option.value)
  }
  return faults
}

/** Every answer to a question of a survey has its code of the form, or the upload would be refused there. */
function lintSurvey(node: ScriptNode, rules: LintRules): ScriptFault[] {
  const id = node.survey?.scale
  if (id === undefined || rules.scales === undefined) return []
  const scale = rules.scales.find((item) => item.id === id)
  if (scale === undefined) return [{ code: 'unknownScale', at: node.id, detail: id }]
  const codes = new Set(scale.codes.map((item) => item.code))
  return (node.options ?? [])
    .filter((option) => !codes.has(option.code ?? ''))
    .map((option) => ({ code: 'codeNotOnScale', at: node.id, detail: option.code ?? option.value }))
}

function lintThemes(node: ScriptNode, rules: LintRules): ScriptFault[] {
  const meanings = [node.means, ...(node.options ?? []).map((option: ScriptOption) => option.means)]
  return meanings
    .map((meaning) => meaning?.themeCode)
    .filter((theme) => theme !== undefined && rules.themes?.has(theme) === false)
    .map((theme) => ({ code: 'unknownTheme', at: node.id, detail: theme ?? '' }))
}

function lintFields(script: CallScript): ScriptFault[] {
  const faults: ScriptFault[] = []
  for (const [name, field] of Object.entries(script.fields)) {
    const source = field.from ?? name
    const codes = RAW_FIELDS[source]
    if (codes === undefined) faults.push({ code: 'unknownSource', at: name, detail: source })
    if (/[{}[\]]/.test(field.missing)) faults.push({ code: 'brokenBraces', at: name })
    if (field.inCase !== undefined && !hasCases(source)) faults.push({ code: 'caseWithoutName', at: name })
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

/** An answer to an objection or a question is opened at any step, also before anybody was made sure of. */
function lintHelp(script: CallScript): ScriptFault[] {
  return [...script.objections, ...script.questions].flatMap((item) =>
    fieldsIn(item.answer)
      .filter((name) => levelOfField(script.fields[name]?.from ?? name) !== 'anyone')
      .map((name): ScriptFault => ({ code: 'secretInHelp', at: item.id, detail: name })),
  )
}

function spokenTexts(script: CallScript): { readonly at: string; readonly text: string }[] {
  return [
    ...script.nodes.map((node) => ({ at: node.id, text: node.text ?? '' })),
    ...script.objections.map((item) => ({ at: item.id, text: item.answer })),
    ...script.questions.map((item) => ({ at: item.id, text: item.answer })),
  ]
}

function duplicates(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}
