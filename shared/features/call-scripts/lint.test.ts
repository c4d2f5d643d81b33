import { describe, expect, it } from 'vitest'
import { lintScript, type ScriptFaultCode } from './lint.ts'
import { sampleInner, sampleOuter } from './sample-scripts.ts'
import type { CallScript, ScriptNode } from './script.ts'
import type { SurveyScale } from './survey-scale.ts'

const library = [sampleOuter, sampleInner]

const scales: readonly SurveyScale[] = [
  {
    id: 'YN',
    title: 'Yes or no',
    validFrom: '2026-01-01',
    validTo: null,
    source: 'A form',
    confirmed: true,
    codes: [
      { code: '1', name: 'Yes' },
      { code: '2', name: 'No' },
    ],
  },
]
const themes = new Set(['consultation.4.1'])

function faultsOf(script: CallScript): string[] {
  return lintScript(script, library, { phrases: [], scales, themes }).map((fault) =>
    `${fault.code} ${fault.at ?? ''}`.trim(),
  )
}
function change(id: string, part: Partial<ScriptNode>): CallScript {
  return { ...sampleOuter, nodes: sampleOuter.nodes.map((node) => (node.id === id ? { ...node, ...part } : node)) }
}
function without(id: string, key: keyof ScriptNode): CallScript {
  return {
    ...sampleOuter,
    nodes: sampleOuter.nodes.map((node) => {
      if (node.id !== id) return node
      const { [key]: _gone, ...rest } = node
      return rest as ScriptNode
    }),
  }
}
const extra = (node: ScriptNode): CallScript => ({ ...sampleOuter, nodes: [...sampleOuter.nodes, node] })
const way = sampleOuter.nodes.find((node) => node.id === 'way')

describe('the lint of call scripts', () => {
  it('finds nothing in a good script', () => {
    expect(faultsOf(sampleOuter)).toEqual([])
    expect(faultsOf(sampleInner)).toEqual([])
  })

  const cases: readonly (readonly [ScriptFaultCode, string, CallScript])[] = [
    ['noStart', 'nowhere', { ...sampleOuter, start: 'nowhere' }],
    ['duplicateStep', 'away', extra({ id: 'away', kind: 'say', title: 'A', text: 'a', next: 'due' })],
    [
      'duplicateOption',
      'way',
      change('way', { options: [...(way?.options ?? []), { value: 'plain', label: 'P', next: 'due' }] }),
    ],
    ['missingNext', 'away', without('away', 'next')],
    ['missingNext', 'due', without('due', 'whenFalse')],
    ['missingNext', 'way', change('way', { options: [{ value: 'plain', label: 'Plain' }] })],
    ['unknownTarget', 'away', change('away', { next: 'nowhere' })],
    ['unreachable', 'island', extra({ id: 'island', kind: 'say', title: 'I', text: 'i', next: 'due' })],
    ['cycle', 'hello', change('register', { next: 'hello' })],
    ['noEnd', '', { ...sampleOuter, nodes: [{ id: 'hello', kind: 'say', title: 'H', text: 'h', next: 'hello' }] }],
    ['noResult', 'answered', without('answered', 'result')],
    ['noOptions', 'invite', without('invite', 'options')],
    [
      'tooManyOptions',
      'invite',
      change('invite', { options: Array.from({ length: 10 }, (_, index) => ({ value: String(index), label: 'x' })) }),
    ],
    ['noQuestionAsked', 'due', without('due', 'fact')],
    ['noForm', 'register', without('register', 'form')],
    ['noText', 'hello', without('hello', 'text')],
    ['noTitle', 'hello', without('hello', 'title')],
    ['textTooLong', 'hello', change('hello', { text: 'long '.repeat(200) })],
    ['unknownField', 'hello', change('hello', { text: 'Hello {person.shoeSize}' })],
    ['unknownSource', 'shoe', { ...sampleOuter, fields: { ...sampleOuter.fields, shoe: { missing: 'shoe' } } }],
    [
      'fieldWithoutWords',
      'plan.due',
      { ...sampleOuter, fields: { ...sampleOuter.fields, 'plan.due': { missing: 'x', values: { checkUp: 'y' } } } },
    ],
    ['brokenBraces', 'hello', change('hello', { text: 'Hello {me.name' })],
    ['brokenBraces', 'busy', { ...sampleOuter, objections: [{ id: 'busy', said: 's', answer: 'a [b' }] }],
    ['unknownScript', 'inside', change('inside', { script: 'nowhere' })],
    ['unknownEntry', 'inside', change('inside', { entry: 'nowhere' })],
    ['recursion', 'inside', change('inside', { script: 'outer' })],
    ['unknownEarlier', 'how', change('how', { earlier: { node: 'inside', values: ['never'] } })],
    ['unknownEarlier', 'how', change('how', { earlier: { node: 'nowhere', values: ['taken'] } })],
    ['unknownEarlier', 'away', change('away', { skipIf: { answer: 'topic', anyOf: ['x'] } })],
    ['unknownQuota', 'away', change('away', { skipIf: { quota: 'men' } })],
    ['skipNotHere', 'due', change('due', { skipIf: { fact: 'online' } })],
    ['noQuestionAsked', 'due', change('due', { when: { fact: 'online' } })],
    ['unknownTheme', 'register', change('register', { means: { themeCode: 'consultation.9.9' } })],
    ['unknownScale', 'invite', change('invite', { survey: { item: '1', scale: 'SAT5' } })],
    ['codeNotOnScale', 'invite', change('invite', { survey: { item: '1', scale: 'YN' } })],
    [
      'optionLeadsAway',
      'away',
      change('away', { kind: 'several', options: [{ value: 'a', label: 'A', next: 'register' }] }),
    ],
    ['secretTooEarly', 'away', change('away', { needs: 'named' })],
    [
      'secretTooEarly',
      'away',
      {
        ...change('away', { text: 'You are due at {clinic.name}.' }),
        fields: { ...sampleOuter.fields, 'clinic.name': { missing: 'your clinic' } },
      },
    ],
    [
      'secretInHelp',
      'busy',
      {
        ...sampleOuter,
        fields: { ...sampleOuter.fields, 'clinic.name': { missing: 'your clinic' } },
        objections: [{ id: 'busy', said: 's', answer: 'Ring {clinic.name}.' }],
      },
    ],
    ['caseWithoutName', 'me.name', { ...sampleOuter, fields: { 'me.name': { missing: 'x', inCase: 'genitive' } } }],
    ['datesReversed', '', { ...sampleOuter, effectiveTo: '2025-12-31' }],
    // No arrow is missing: the step is there, and no walk comes to it.
    ['unreachable', 'invite', change('due', { fact: undefined, when: { all: [{ identity: 'named' }] } } as never)],
    ['duplicateHelp', 'busy', { ...sampleOuter, objections: [...sampleOuter.objections, ...sampleOuter.objections] }],
  ]
  for (const [code, at, broken] of cases)
    it(`finds ${code} ${at}`, () => {
      expect(faultsOf(broken)).toContain(`${code} ${at}`.trim())
    })

  it('finds an inner script that runs the outer one', () => {
    const inner: CallScript = {
      ...sampleInner,
      nodes: sampleInner.nodes.map((node) =>
        node.id === 'help' ? { id: 'help', kind: 'script', title: 'H', script: 'outer', next: 'taken' } : node,
      ),
    }
    expect(lintScript(sampleOuter, [sampleOuter, inner], { phrases: [] }).map((fault) => fault.code)).toEqual([
      'recursion',
    ])
  })

  it('lets a secret be told once the person was made sure of, on every way there', () => {
    const told = change('away', { needs: 'checked' })
    const asking = (level: 'named' | 'checked'): CallScript => ({
      ...told,
      nodes: told.nodes.map((node) =>
        node.id === 'way'
          ? {
              ...node,
              options: (node.options ?? []).map((it) => (it.value === 'away' ? { ...it, identity: level } : it)),
            }
          : node,
      ),
    })
    expect(faultsOf(asking('named'))).toEqual(['secretTooEarly away'])
    expect(faultsOf(asking('checked'))).toEqual([])
    const inner: CallScript = { ...sampleInner, begins: 'checked' }
    const calling = lintScript(sampleOuter, [sampleOuter, inner], { phrases: [] })
    expect(calling.map(({ code, at }) => [code, at])).toEqual([['secretTooEarly', 'inside']])
  })

  it('finds a phrase that is not said, or not said on every way to an end', () => {
    const rule = (phrase: string, on: 'everyPath' | 'somewhere') => ({ purpose: sampleOuter.purpose, phrase, on })
    const missing = (phrase: string, on: 'everyPath' | 'somewhere'): number =>
      lintScript(sampleOuter, library, { phrases: [rule(phrase, on)] }).filter(
        (fault) => fault.code === 'phraseMissing',
      ).length
    expect(missing('HELLO', 'everyPath')).toBe(0)
    expect(missing('pass you on', 'somewhere')).toBe(0)
    expect(missing('pass you on', 'everyPath')).toBe(1)
    expect(missing('goodbye', 'somewhere')).toBe(1)
    expect(lintScript(sampleInner, library, { phrases: [rule('goodbye', 'somewhere')] })).toEqual([])
  })
})
