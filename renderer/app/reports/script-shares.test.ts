import { expect, it } from 'vitest'
import type { MeasuredStep, ScriptMeasuresAnswer } from '#shared/features/reports/script-measures.ts'
import { pairSteps, sharesText } from './script-shares.ts'

const answerOf = (...ids: readonly string[]): ScriptMeasuresAnswer =>
  ({ steps: ids.map((nodeId) => ({ nodeId, title: nodeId }) as MeasuredStep) }) as unknown as ScriptMeasuresAnswer

it('[S8] pairs the steps of two versions, those that only one has beside what they followed there', () => {
  const pairs = pairSteps(answerOf('hello', 'new', 'way', 'end'), answerOf('first', 'hello', 'old', 'older', 'end'))
  expect(pairs.map(({ nodeId, now, before }) => [nodeId, now !== null, before !== null])).toEqual([
    ['first', false, true],
    ['hello', true, true],
    ['old', false, true],
    ['older', false, true],
    ['new', true, false],
    ['way', true, false],
    ['end', true, true],
  ])
  expect(pairSteps(answerOf('hello'), null)).toHaveLength(1)
  expect([sharesText(1, 3), sharesText(0, 0)]).toEqual(['33 %', ''])
})
