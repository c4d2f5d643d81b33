import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../kernel/calendar.ts'
import { dateOfCell, isSimilarDate } from './dates.ts'
import { isSimilarName, nameKey, tidyName } from './names.ts'

describe('[P2] names of lists', () => {
  it.each([
    ['СМИРНОВА', 'Смирнова'],
    ['  смирнова -  петрова ', 'Смирнова-Петрова'],
    ['Римский\u2013Корсаков', 'Римский-Корсаков'],
    ['Cмиpнoвa', 'Смирнова'],
    ['МАМЕД ОГЛЫ', 'Мамед оглы'],
    ['Smith', 'Smith'],
    ["д'Артаньян", "д'Артаньян"],
  ])('%s becomes %s', (typed, name) => expect(tidyName(typed)).toBe(name))

  it('a tidy name stays as it is, and the key is the same for all its spellings', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщыьэюяё'),
      minLength: 2,
      maxLength: 20,
    })
    fc.assert(
      fc.property(letters, (typed) => {
        const name = tidyName(typed)
        expect(tidyName(name)).toBe(name)
        expect(nameKey(typed.toUpperCase())).toBe(nameKey(name))
        expect(nameKey(name.replaceAll('ё', 'е'))).toBe(nameKey(name))
      }),
    )
  })

  it('a slip or one half of a double surname is similar, another short name is not', () => {
    expect(isSimilarName('Смирнова', 'Смирнвоа')).toBe(true)
    expect(isSimilarName('Смирнова-Петрова', 'Петрова')).toBe(true)
    expect(isSimilarName('Яна', 'Аня')).toBe(false)
    expect(isSimilarName('Смирнова', 'Орлова')).toBe(false)
  })
})

describe('[P2] dates of lists', () => {
  const number = (text: string) => ({ text, type: 'number' as const })
  const text = (typed: string) => ({ text: typed, type: 'text' as const })

  it('every day is read from its serial number in both epochs, and from its text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 73_000 }), (serial) => {
        const date = addDays('1899-12-30', serial)
        expect(dateOfCell(number(String(serial)), false)).toBe(date)
        expect(dateOfCell(number(String(serial)), true)).toBe(addDays(date, 1_462))
        const [year, month, day] = date.split('-')
        expect(dateOfCell(text(`${day}.${month}.${year}`), false)).toBe(date)
        expect(dateOfCell(text(`${date}T00:00:00`), false)).toBe(date)
      }),
    )
  })

  it.each(['14.03.57', '31.02.1957', '1957', '03.1957', ''])('«%s» is no date', (typed) =>
    expect(dateOfCell(text(typed), false)).toBeNull(),
  )

  it('knows a mistyped date from another one', () => {
    expect(isSimilarDate('1957-03-14', '1957-03-15')).toBe(true)
    expect(isSimilarDate('1957-03-14', '1957-03-41')).toBe(true)
    expect(isSimilarDate('1957-03-04', '1957-04-03')).toBe(true)
    expect(isSimilarDate('1957-03-14', '1982-03-14')).toBe(false)
  })
})
