import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { must } from '../../kernel/result.ts'
import type { RunState, ScriptFacts } from './path.ts'
import { linkedSample, NO_FACTS, sampleOuter } from './sample-scripts.ts'
import { finishRun, summarize } from './summary.ts'
import { answerStep, consult, goToStep, startRun, stepBack, stepToFrontier, typeInto, viewOf } from './walk.ts'

const script = linkedSample()
const AT = '2026-11-24T09:00:00.000Z'
const END = { id: 'run', callId: null, personId: null, endedAt: '2026-11-24T09:05:00.000Z' } as unknown as Parameters<
  typeof finishRun
>[3]

function play(
  state: RunState,
  answers: readonly (readonly [string, string])[],
  facts: ScriptFacts = NO_FACTS,
): RunState {
  return answers.reduce((current, [nodeId, value]) => {
    const next = answerStep(script, current, facts, nodeId, { value, at: AT })
    if (!next.ok) throw new Error(`${nodeId}: ${next.error.code}`)
    return next.value
  }, state)
}
const at = (state: RunState, facts: ScriptFacts = NO_FACTS): string => viewOf(script, state, facts).current.id
const passed = (state: RunState, facts: ScriptFacts = NO_FACTS): string[] =>
  viewOf(script, state, facts).steps.map((step) => `${step.isSkipped ? '~' : ''}${step.node.id}`)
const started = startRun(script, AT)
const asked = play(started, [
  ['hello', 'said'],
  ['topic', 'a tooth'],
])

describe('the walk through a script', () => {
  it('[C4] goes from the start by the answers to the end and records them in the order of the path', () => {
    const ended = play(asked, [
      ['way', 'plain'],
      ['register', 'done'],
    ])
    expect(at(ended)).toBe('answered')
    const record = finishRun(script, ended, NO_FACTS, END)
    expect(record).toMatchObject({
      scriptId: 'outer',
      scriptVersion: 3,
      parts: [{ scriptId: 'inner', version: 7 }],
      result: 'answered',
    })
    expect(record.answers.map((answer) => [answer.nodeId, answer.value, answer.label, answer.step])).toEqual([
      ['topic', 'a tooth', '', 'Topic'],
      ['way', 'plain', 'Plain', 'Way'],
      ['register', 'done', '', 'Journal'],
    ])
  })

  it('runs an inner script in its place, comes back and knows how it ended', () => {
    const inside = play(asked, [['way', 'inside']])
    expect(at(inside)).toBe('inside/listen')
    const ended = play(inside, [
      ['inside/listen', 'rude'],
      ['inside/urgent', 'no'],
      ['register', 'done'],
    ])
    expect(at(ended)).toBe('complained')
    expect(finishRun(script, ended, NO_FACTS, END).answers.map((answer) => answer.nodeId)).toContain('inside/taken')
  })

  it('keeps the answers when an earlier step is looked at again, and follows them forward one by one', () => {
    const far = play(asked, [['way', 'plain']])
    const back = stepBack(script, stepBack(script, far, NO_FACTS), NO_FACTS)
    expect(at(back)).toBe('topic')
    expect(viewOf(script, back, NO_FACTS)).toMatchObject({ isAtFrontier: false })
    expect(at(play(back, [['topic', 'a tooth']]))).toBe('way')
    expect(at(stepToFrontier(back))).toBe('register')
  })

  it('derives the path again after a changed answer: what is off the path is kept aside, not recorded, and comes back', () => {
    const inside = play(asked, [
      ['way', 'inside'],
      ['inside/listen', 'rude'],
      ['inside/urgent', 'yes'],
    ])
    const changed = play(goToStep(script, inside, NO_FACTS, 'way', AT), [['way', 'plain']])
    expect(at(changed)).toBe('register')
    expect(finishRun(script, changed, NO_FACTS, END).answers.map((answer) => answer.nodeId)).toEqual(['topic', 'way'])
    const again = stepToFrontier(play(goToStep(script, changed, NO_FACTS, 'way', AT), [['way', 'inside']]))
    expect(at(again)).toBe('inside/help')
    expect(summarize(script, again, NO_FACTS).texts.appealText).toBe('Topic: a tooth\nListen: rude')
  })

  it('asks a fact once: what becomes known later does not turn the path', () => {
    const due = { ...NO_FACTS, checkUpDue: true }
    const invited = play(asked, [['way', 'plain']], due)
    expect(at(invited, due)).toBe('invite')
    const told = play(invited, [['invite', 'no']], due)
    expect(passed(told, NO_FACTS)).toContain('invite')
    expect(summarize(script, told, NO_FACTS).means).toMatchObject({ informing: 'refused', reason: 1 })
  })

  it('asks the facts after a changed answer anew', () => {
    const plain = play(asked, [['way', 'plain']])
    const due = { ...NO_FACTS, checkUpDue: true }
    expect(at(plain, due)).toBe('register')
    const same = play(goToStep(script, plain, due, 'way', AT), [['way', 'plain']], due)
    expect(at(stepToFrontier(same), due)).toBe('register')
    const changed = play(goToStep(script, plain, due, 'way', AT), [['way', 'away']], due)
    expect(at(play(changed, [['away', 'said']], due), due)).toBe('invite')
  })
})

describe('surveys and the identity ladder', () => {
  const survey = linkedSample({
    ...sampleOuter,
    id: 'survey',
    start: 'age',
    quotas: [{ id: 'old', title: 'From 60', limit: 2, when: { quantity: 'person.age', from: 60 } }],
    nodes: [
      { id: 'age', kind: 'check', when: { quota: 'old' }, whenTrue: 'full', whenFalse: 'born' },
      {
        id: 'born',
        kind: 'choice',
        title: 'Born',
        text: 'When were you born?',
        options: [
          { value: 'matched', label: 'Agrees', identity: 'checked' },
          { value: 'no', label: 'Does not' },
        ],
        next: 'what',
      },
      {
        id: 'what',
        kind: 'several',
        title: 'What',
        text: 'What was wrong?',
        required: true,
        options: [
          { value: 'wait', label: 'Waiting' },
          { value: 'rude', label: 'Rudeness' },
          { value: 'none', label: 'Nothing', alone: true },
        ],
        next: 'who',
      },
      {
        id: 'who',
        kind: 'ask',
        title: 'Who',
        text: 'Who was it?',
        skipIf: { not: { answer: 'what', anyOf: ['rude'] } },
        next: 'end',
      },
      { id: 'full', kind: 'end', title: 'Full', result: 'quotaFull' },
      { id: 'end', kind: 'end', title: 'End', result: 'done' },
    ],
  })
  const given = (state: RunState, nodeId: string, value: string, facts: ScriptFacts = {}): RunState => {
    const next = answerStep(survey, state, facts, nodeId, { value, at: AT })
    if (!next.ok) throw new Error(next.error.code)
    return next.value
  }
  const standsAt = (state: RunState): string => viewOf(survey, state, {}).current.id

  it('[C8] takes several answers, passes over what they make needless, and takes it back with them', () => {
    const born = given(startRun(survey, AT), 'born', 'matched')
    const plain = given(born, 'what', 'wait')
    expect(standsAt(plain)).toBe('end')
    const rude = given(goToStep(survey, plain, {}, 'what', AT), 'what', 'wait,rude')
    expect(standsAt(rude)).toBe('who')
    const named = given(rude, 'who', 'the doctor')
    expect(finishRun(survey, named, {}, END).answers.map((it) => [it.nodeId, it.value, it.label])).toEqual([
      ['born', 'matched', 'Agrees'],
      ['what', 'wait,rude', 'Waiting; Rudeness'],
      ['who', 'the doctor', ''],
    ])
    // A representative who wants the step all the same goes there.
    expect(standsAt(goToStep(survey, plain, {}, 'who', AT))).toBe('who')
  })

  it('[C8] refuses answers that exclude each other and says which one stands alone', () => {
    const born = given(startRun(survey, AT), 'born', 'no')
    const refused = (value: string): unknown => {
      const result = answerStep(survey, born, {}, 'what', { value, at: AT })
      return result.ok ? null : [result.error.code, result.error.args?.['answer']]
    }
    expect(refused('wait,none')).toEqual(['callScripts.answersExclude', 'Nothing'])
    expect(refused('')).toEqual(['callScripts.answerRequired', undefined])
    expect(refused('wait,other')).toEqual(['callScripts.unknownOption', undefined])
  })

  it('[C8] ends at once for a group that has been asked often enough', () => {
    const at = (age: number, counted: number): string => {
      const facts = { quantities: { 'person.age': age }, quotaCounts: { old: counted } }
      return viewOf(survey, startRun(survey, AT, facts), facts).current.id
    }
    expect([at(60, 1), at(60, 2), at(59, 2)]).toEqual(['born', 'full', 'born'])
  })

  it('knows who was made sure of from the answers of the path, and forgets it with them', () => {
    const level = (state: RunState): string => viewOf(survey, state, {}).identity
    const born = given(startRun(survey, AT), 'born', 'matched')
    expect(level(startRun(survey, AT))).toBe('anyone')
    expect(level(born)).toBe('checked')
    expect(level(given(goToStep(survey, born, {}, 'born', AT), 'born', 'no'))).toBe('anyone')
  })

  it('does not change its first step while it is read, whatever the desk learns', () => {
    const facts = { quantities: { 'person.age': 60 }, quotaCounts: { old: 1 } }
    const run = startRun(survey, AT, facts)
    const later = { ...facts, quotaCounts: { old: 2 } }
    expect(viewOf(survey, run, later).current.id).toBe('born')
    expect(standsAt(given(run, 'born', 'no', later))).toBe('what')
  })
})

describe('a jump by typing', () => {
  it('goes to a step off the path and on from there', () => {
    const jumped = goToStep(script, asked, NO_FACTS, 'away', AT)
    expect(at(jumped)).toBe('away')
    expect(passed(jumped)).toEqual(['hello', 'topic', '~way', 'away'])
    expect(at(play(jumped, [['away', 'said']]))).toBe('register')
  })

  it('returns to where it was left when the way leads back to it', () => {
    const atRegister = play(asked, [['way', 'plain']])
    const jumped = goToStep(script, atRegister, NO_FACTS, 'inside/urgent', AT)
    const back = play(jumped, [['inside/urgent', 'no']])
    expect(at(back)).toBe('register')
    const ended = play(back, [['register', 'done']])
    expect(at(ended)).toBe('complained')
    expect(passed(ended)).toEqual([
      'hello',
      'topic',
      'way',
      '~register',
      'inside/urgent',
      'inside/taken',
      'register',
      'complained',
    ])
  })

  it('to a step of the path is a look back, not a jump', () => {
    const back = goToStep(script, asked, NO_FACTS, 'hello', AT)
    expect(at(back)).toBe('hello')
    expect(back.jumps).toEqual({})
  })

  it('is taken back by answering the step that was left', () => {
    const jumped = goToStep(script, asked, NO_FACTS, 'away', AT)
    const answered = play({ ...jumped, cursor: 'way' }, [['way', 'plain']])
    expect(passed(answered)).toEqual(['hello', 'topic', 'way', 'register'])
  })

  it('from the end opens the run again', () => {
    const ended = play(asked, [
      ['way', 'plain'],
      ['register', 'done'],
    ])
    expect(at(goToStep(script, ended, NO_FACTS, 'away', AT))).toBe('away')
  })
})

describe('what is refused, with nothing lost', () => {
  it('an empty required answer, an unknown option, a text too long, a step off the path', () => {
    const code = (state: RunState, nodeId: string, value: string): string | undefined => {
      const result = answerStep(script, state, NO_FACTS, nodeId, { value, at: AT })
      return result.ok ? undefined : result.error.code
    }
    expect(code(asked, 'topic', '  ')).toBe('callScripts.answerRequired')
    expect(code(asked, 'way', 'sideways')).toBe('callScripts.unknownOption')
    expect(code(asked, 'topic', 'x'.repeat(4_001))).toBe('text.tooLong')
    expect(code(asked, 'inside/listen', 'x')).toBe('callScripts.notOnPath')
  })
})

describe('the end of a run', () => {
  it('[C4] is cutOff with every answer, also the words not confirmed yet, when the call ends first', () => {
    const record = finishRun(script, typeInto(play(started, [['hello', 'said']]), 'topic', 'my kn'), NO_FACTS, END)
    expect(record.result).toBe('cutOff')
    expect(record.answers).toEqual([{ nodeId: 'topic', value: 'my kn', label: '', step: 'Topic', at: END.endedAt }])
  })

  it('keeps which questions and objections were opened, and offers the theme of the last question', () => {
    const state = consult(
      consult(consult(asked, 'question', 'lost', AT), 'question', 'lost', AT),
      'objection',
      'angry',
      AT,
    )
    expect(summarize(script, state, NO_FACTS).themeCode).toBe('consultation.4.1')
    expect(summarize(script, play(state, [['way', 'inside']]), NO_FACTS).themeCode).toBeNull()
    expect(finishRun(script, state, NO_FACTS, END).answers.slice(-2)).toEqual([
      { nodeId: 'question/lost', value: 'opened', label: 'Lost policy', at: AT },
      { nodeId: 'objection/angry', value: 'opened', label: 'I am angry', at: AT },
    ])
  })
})

describe('any walk', () => {
  it('ends, keeps its path free of repeats and survives JSON', () => {
    const nodeIds = [...script.nodes.keys()]
    const act = fc.record({
      kind: fc.constantFrom('answer', 'answer', 'answer', 'back', 'jump', 'facts'),
      pick: fc.nat(),
    })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let [state, facts] = [started, NO_FACTS]
        for (const { kind, pick } of acts) {
          const { current } = viewOf(script, state, facts)
          if (kind === 'facts') facts = { ...facts, checkUpDue: pick % 2 === 0 }
          else if (kind === 'back') state = stepBack(script, state, facts)
          else if (kind === 'jump')
            state = goToStep(script, state, facts, must(nodeIds[pick % nodeIds.length], 'id'), AT)
          else if (current.kind !== 'end') state = answerAny(state, facts, pick)
          state = JSON.parse(JSON.stringify(state)) as RunState
          const real = viewOf(script, state, facts).steps.filter((step) => !step.isSkipped)
          expect(new Set(real.map((step) => step.node.id)).size).toBe(real.length)
        }
        for (let left = 100; !viewOf(script, stepToFrontier(state), facts).isEnded; left -= 1) {
          expect(left).toBeGreaterThan(0)
          state = answerAny(stepToFrontier(state), facts, 0)
        }
        expect(finishRun(script, state, facts, END).result).not.toBe('cutOff')
      }),
      { numRuns: 300 },
    )
  })
})

function answerAny(state: RunState, facts: ScriptFacts, pick: number): RunState {
  const { current } = viewOf(script, state, facts)
  const value = current.options?.[pick % current.options.length]?.value ?? 'text'
  const next = answerStep(script, state, facts, current.id, { value, at: AT })
  if (!next.ok) throw new Error(next.error.code)
  return next.value
}
