import { describe, expect, it } from 'vitest'
import { findInScript, makeFinder } from './find.ts'
import { linkedSample } from './sample-scripts.ts'

const finder = makeFinder(linkedSample())

describe('finding in a script by typing', () => {
  it('finds steps of inner scripts by topic, questions and objections by their words', () => {
    expect(findInScript(finder, 'ambul', 3)).toEqual([{ kind: 'step', id: 'inside/urgent', title: 'Urgent' }])
    expect(findInScript(finder, 'card', 3).map((hit) => hit.id)).toEqual(['lost'])
    expect(findInScript(finder, 'angry', 3)[0]).toMatchObject({ kind: 'objection', id: 'angry' })
    expect(findInScript(finder, 'зздшсн', 3)).toEqual([])
  })

  it('forgives the wrong keyboard layout and shows everything when nothing is typed', () => {
    expect(findInScript(finder, 'скфв', 3)).toEqual([])
    expect(findInScript(finder, 'сфкв', 3).map((hit) => hit.id)).toEqual(['lost'])
    expect(findInScript(finder, '', 20).map((hit) => hit.kind)).toEqual([
      'question',
      'objection',
      'objection',
      'step',
      'step',
      'step',
    ])
  })
})
