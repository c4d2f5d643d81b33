import { describe, expect, it } from 'vitest'
import { fitsBirth, readBirthPattern } from './birth-pattern.ts'
import { foldLetters, nameWords, withRussianLayout } from './name-words.ts'
import { readTyped } from './typed-query.ts'
import { prefixTypos, typosForgiven } from './typo-distance.ts'

describe('words of a name', () => {
  it('have one spelling for е and ё, and a word for each part of a double name', () => {
    expect(nameWords('Королёв')).toEqual(['королев'])
    expect(nameWords('Римская-Корсакова')).toEqual(['римская', 'корсакова'])
    expect(nameWords('  О’Коннор ')).toEqual(['о', 'коннор'])
    expect(foldLetters('и\u0306')).toBe('й')
  })

  it('are read from the other keyboard layout, also letters on keys of punctuation', () => {
    expect(withRussianLayout('cvbhyjd')).toBe('смирнов')
    expect(withRussianLayout(',tkjd')).toBe('белов')
    expect(withRussianLayout(':erjdf')).toBe('жукова')
    expect(withRussianLayout('Смирнов')).toBeNull()
  })
})

describe('what was typed', () => {
  it('is words, a birth date and the tail of a number in any order', () => {
    expect(readTyped('смирн анна 57')).toMatchObject({
      words: ['смирн', 'анна'],
      births: [{ yearOfCentury: 57 }],
      number: null,
    })
    expect(readTyped('12.03.1957 Смирнова А.П.')).toMatchObject({
      words: ['смирнова', 'а', 'п'],
      births: [{ day: 12, month: 3, year: 1957 }],
    })
    expect(readTyped('смирнова 45-67')).toMatchObject({ words: ['смирнова'], tails: ['4567'] })
    expect(readTyped('анна 12 марта 1957')).toMatchObject({
      words: ['анна'],
      births: [{ day: 12, month: 3, year: 1957 }],
    })
    expect(readTyped('Марта Иванова')).toMatchObject({ words: ['марта', 'иванова'], births: [] })
  })

  it('without words is a number, however it is grouped', () => {
    expect(readTyped('8 (912) 345-67-89')).toMatchObject({ words: [], number: '89123456789' })
    expect(readTyped('0012 3456 7890 1234')).toMatchObject({ number: '0012345678901234' })
    expect(readTyped('123-456-789 00')).toMatchObject({ number: '12345678900' })
    expect(readTyped('')).toEqual({ words: [], births: [], tails: [], number: null })
  })

  it('of any length and with any signs is taken apart without failing', () => {
    expect(readTyped('😀‮<script>alert(1)</script>').words).toEqual(['script', 'alert', 'script'])
    expect(readTyped('а'.repeat(5_000_000)).words[0]).toHaveLength(120)
  })
})

describe('a birth date', () => {
  const WHOLE = { day: 12, month: 3, year: 1957, yearOfCentury: null }
  it.each(['12.03.1957', '12/3/1957', '12 03 1957', '12-03-1957', '12031957', '19570312', '1957-03-12'])('%s', (text) =>
    expect(readBirthPattern(text)).toEqual(WHOLE),
  )
  it.each(['12.03.57', '120357'])('%s fits every century', (text) => {
    const pattern = readBirthPattern(text)
    expect(pattern && [19570312, 20570312, 19570313].map((birth) => fitsBirth(pattern, birth))).toEqual([
      true,
      true,
      false,
    ])
  })
  it.each(['32.01.1957', '12.13.1957', '99', '123', '1234', 'abc'])('%s is not a whole one', (text) =>
    expect(readBirthPattern(text)?.month ?? null).toBeNull(),
  )
})

describe('typos', () => {
  it('are counted against the beginning of a word', () => {
    expect(prefixTypos('смрнова', 'смирнова', 1)).toBe(1)
    expect(prefixTypos('симрн', 'смирнова', 1)).toBe(1)
    expect(prefixTypos('смирмов', 'смирнова', 1)).toBe(1)
    expect(prefixTypos('ссмирнова', 'смирнова', 2)).toBe(1)
    expect(prefixTypos('смирн', 'смирнова', 1)).toBe(0)
    expect(prefixTypos('петрова', 'смирнова', 2)).toBe(3)
  })
  it('are forgiven by the length of what was typed', () => {
    expect(['ким', 'иван', 'смирнов', 'смирнова'].map(typosForgiven)).toEqual([0, 1, 1, 2])
  })
})
