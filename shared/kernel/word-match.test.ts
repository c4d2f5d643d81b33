import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inOtherLayout, matchField, matchQuery, matchScore, wordsOf } from './word-match.ts'

const policy = [matchField('Я потерял полис', 2), matchField('выписка восстановить ёлка', 1)]

describe('finding by typed words', () => {
  it('forgives case, «ё» and the end of an inflected word', () => {
    for (const typed of ['ПОЛИС', 'поли', 'полиса', 'елка', 'выписку', 'потерял полис'])
      expect(matchScore(matchQuery(typed), policy), typed).toBeGreaterThan(0)
  })

  it('forgives the wrong keyboard layout in both directions, a little below the right one', () => {
    expect(inOtherLayout('gjkbc')).toBe('полис')
    expect(inOtherLayout('руддщ')).toBe('hello')
    expect(matchScore(matchQuery('gjkbc'), policy)).toBeGreaterThan(0)
    expect(matchScore(matchQuery('gjkbc'), policy)).toBeLessThan(matchScore(matchQuery('полис'), policy))
  })

  it('finds nothing when one of the words is nowhere', () => {
    expect(matchScore(matchQuery('полис автомобиль'), policy)).toBe(0)
    expect(matchScore(matchQuery('пол яблоко'), policy)).toBe(0)
  })

  it('does not take short different words for forms of one word', () => {
    expect(matchScore(matchQuery('кот'), [matchField('код', 1)])).toBe(0)
    expect(matchScore(matchQuery('полка'), [matchField('полный', 1)])).toBe(0)
  })

  it('takes no number for an ending', () => {
    expect(matchScore(matchQuery('supervisor1'), [matchField('supervisor2', 1)])).toBe(0)
    expect(matchScore(matchQuery('supervisor1'), [matchField('supervisor12', 1)])).toBeGreaterThan(0)
    expect(matchScore(matchQuery('supervisor'), [matchField('supervisor2', 1)])).toBeGreaterThan(0)
  })

  it('puts a whole word above a beginning, and a heavier field above a lighter one', () => {
    expect(matchScore(matchQuery('деньги'), [matchField('деньги', 1)])).toBeGreaterThan(
      matchScore(matchQuery('день'), [matchField('деньги', 1)]),
    )
    expect(matchScore(matchQuery('выписка'), [matchField('выписка', 2)])).toBeGreaterThan(
      matchScore(matchQuery('выписка'), [matchField('выписка', 1)]),
    )
  })

  it('finds every text by any beginning of any of its words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[а-яё]{1,12}$/), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (words, pick) => {
          const word = words[pick % words.length] ?? ''
          const start = word.slice(0, 1 + (pick % word.length))
          expect(matchScore(matchQuery(start), [matchField(words.join(' '), 1)])).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('swaps the layout back and forth without loss', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[а-яё ]{0,30}$/), (text) => {
        expect(inOtherLayout(inOtherLayout(text))).toBe(text)
      }),
    )
    expect(wordsOf('Ёжик, 16-й!')).toEqual(['ежик', '16', 'й'])
  })
})
