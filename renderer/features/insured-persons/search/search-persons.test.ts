import { describe, expect, it } from 'vitest'
import { type Packed, packArrays, unpackArrays } from '#renderer/db/packed-arrays.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { completePersonIndex, PersonIndexBuilder, packPersonIndex, unpackPersonNames } from './person-index.ts'
import { searchPersons, searchPhone } from './search-persons.ts'

function person(name: string, birthDate: string, phone: string, more: Partial<InsuredPerson> = {}): InsuredPerson {
  const [surname = '', givenName = '', ...patronymic] = name.split(' ')
  return aPerson({
    surname,
    givenName,
    patronymic: patronymic.join(' ') || null,
    birthDate,
    phones: [{ number: phone, kind: 'mobile', valid: true }],
    ...more,
  })
}

const PEOPLE = [
  person('Смирнова Анна Петровна', '1957-03-12', '+70001234567', { snils: '11223344595' }),
  person('Смирнова Анна Павловна', '1981-07-01', '+70001234568'),
  person('Смирнов Пётр Иванович', '1957-11-30', '+70009998877'),
  person('Королёв Фёдор Ильич', '1990-01-05', '+70005550011'),
  person('Римская-Корсакова Ольга Юрьевна', '1966-06-06', '+70005550012'),
  person('Алиев Мамед Гасан оглы', '1975-02-28', '+70005550013'),
  person('Ан Вера', '2001-05-09', '+70005550014'),
]

function indexOf(people: readonly InsuredPerson[]) {
  const builder = new PersonIndexBuilder()
  people.forEach((it, ordinal) => {
    builder.add(ordinal, it)
  })
  return builder.build()
}

const index = indexOf(PEOPLE)
const find = (typed: string, limit = 10): string[] =>
  searchPersons(index, typed, limit).map((hit) => fullName(PEOPLE[hit.ordinal] as InsuredPerson))

describe('the search over persons', () => {
  it('finds by beginnings of words in any order, with part of a birth date', () => {
    expect(find('смирн анна 57')).toEqual(['Смирнова Анна Петровна'])
    expect(find('анна смирн')).toEqual(['Смирнова Анна Павловна', 'Смирнова Анна Петровна'])
    expect(find('57 смирн')).toEqual(['Смирнов Пётр Иванович', 'Смирнова Анна Петровна'])
  })

  it('puts the exact surname before its longer ones', () => {
    expect(find('смирнов')[0]).toBe('Смирнов Пётр Иванович')
    expect(find('смирнов', 1)).toEqual(['Смирнов Пётр Иванович'])
  })

  it('takes initials, with and without points, joined or apart', () => {
    expect(find('Смирнова А.П.')).toHaveLength(2)
    expect(find('смирнова а пе')).toEqual(['Смирнова Анна Петровна'])
    expect(find('королев фи')).toEqual(['Королёв Фёдор Ильич'])
  })

  it('needs as many words in the name as were typed', () => {
    expect(find('анна анна')).toEqual([])
    expect(find('ан')).toContain('Ан Вера')
  })

  it('does not tell е from ё, nor one half of a double surname from the other', () => {
    expect(find('королёв')).toEqual(['Королёв Фёдор Ильич'])
    expect(find('королев')).toEqual(['Королёв Фёдор Ильич'])
    expect(find('корсакова')).toEqual(['Римская-Корсакова Ольга Юрьевна'])
    expect(find('римская-корсакова')).toEqual(['Римская-Корсакова Ольга Юрьевна'])
    expect(find('оглы')).toEqual(['Алиев Мамед Гасан оглы'])
  })

  it('forgives typos and the other layout, and says that it guessed', () => {
    for (const typed of ['смрнова', 'симрнова', 'смирнлва анна', 'смирноваа', 'rjhjk`d', 'cvbhyjdf fyyf'])
      expect(searchPersons(index, typed, 10), typed).toMatchObject([
        { isGuess: true },
        ...Array(find(typed).length - 1).fill({}),
      ])
    expect(find('cvbhyjdf fyyf 57')).toEqual(['Смирнова Анна Петровна'])
    expect(find('корлоев')).toEqual(['Королёв Фёдор Ильич'])
    expect(searchPersons(index, 'королев', 10)).toMatchObject([{ isGuess: false }])
  })

  it('finds by the end, the beginning and the whole of a telephone number', () => {
    expect(find('4567')).toEqual(['Смирнова Анна Петровна'])
    expect(find('8 (000) 123-45-67')).toEqual(['Смирнова Анна Петровна'])
    expect(find('000123')).toHaveLength(2)
    expect(find('смирнова 45-68')).toEqual(['Смирнова Анна Павловна'])
    expect(searchPhone(index, '+70009998877', 5)).toMatchObject([{ ordinal: 2, matched: 'phone' }])
  })

  it('finds by policy, СНИЛС and birth date', () => {
    const policy = PEOPLE[3]?.policy.number ?? ''
    expect(searchPersons(index, policy, 10)[0]).toMatchObject({ matched: 'policy' })
    expect(searchPersons(index, '112-233-445 95', 10)).toMatchObject([{ ordinal: 0, matched: 'snils' }])
    for (const typed of ['12.03.1957', '12031957', '12 марта 1957', '1957-03-12', '12.03.57'])
      expect(searchPersons(index, typed, 10)[0], typed).toMatchObject({ ordinal: 0, matched: 'birthDate' })
  })

  it('passes over the dead and bears any input', () => {
    const other = indexOf(PEOPLE)
    other.dead[0] = 1
    expect(searchPersons(other, 'смирнова анна', 10).map((hit) => hit.ordinal)).toEqual([1])
    expect(searchPersons(other, '4567', 10)).toEqual([])
    for (const typed of ['', ' ', '-', '\u0000', '😀', 'а'.repeat(1000), '1'.repeat(1000)])
      expect(searchPersons(index, typed, 10), JSON.stringify(typed.slice(0, 20))).toEqual([])
  })

  it('is the same after packing', () => {
    const { value, arrays } = packPersonIndex(index)
    const through = (part: Packed['arrays']) => unpackArrays(packArrays({ value: null, arrays: part })).arrays
    const names = unpackPersonNames({ value, arrays: { ...through(arrays.words), ...through(arrays.order) } })
    for (const typed of ['смирн анна', 'смрнова'])
      expect(searchPersons(names, typed, 10)).toEqual(searchPersons(index, typed, 10))
    const again = completePersonIndex(names, { ...through(arrays.phones), ...through(arrays.papers) })
    for (const typed of ['смирн анна 57', 'смрнова', '4567', '12.03.1957', PEOPLE[3]?.policy.number ?? ''])
      expect(searchPersons(again, typed, 10)).toEqual(searchPersons(index, typed, 10))
  })
})
