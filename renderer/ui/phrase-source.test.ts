import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { triggerAt } from './phrase-source.ts'

const at = (text: string) => triggerAt(text, text.length)

describe('request for a ready text', () => {
  it('begins with two colons at the beginning of a word', () => {
    expect(at('::напр')).toEqual({ from: 0, typed: 'напр' })
    expect(at('Сказала: ::срок напр')).toEqual({ from: 9, typed: 'срок напр' })
    expect(at('::')).toEqual({ from: 0, typed: '' })
    expect(at('12::30')).toBeNull()
    expect(at('std::map')).toBeNull()
    expect(at('::напр.')).toBeNull()
    expect(at('::напр\nдальше')).toBeNull()
    expect(at('::раз два три четыре пять шесть')).toBeNull()
  })

  it('names the very letters that the text replaces, wherever the caret stands', () => {
    const word = fc.stringMatching(/^[а-я]{1,8}$/)
    fc.assert(
      fc.property(fc.string(), word, fc.string(), (head, typed, tail) => {
        const text = `${head} ::${typed}${tail}`
        const caret = head.length + 3 + typed.length
        expect(triggerAt(text, caret)).toEqual({ from: head.length + 1, typed })
      }),
    )
  })
})
