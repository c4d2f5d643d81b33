import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SpokenField } from './script.ts'
import { dayPart, speak, speakText, withoutSecrets } from './speak.ts'

const fields: Record<string, SpokenField> = {
  'person.givenName': { missing: 'владелец полиса' },
  'person.patronymic': { missing: '' },
  'plan.when': { from: 'plan.quarter', missing: 'в этом году', values: { q4: 'в октябре — декабре' } },
  'org.phone': { missing: 'номер на полисе' },
}
const you = '[{person.givenName} {person.patronymic}, ]{plan.when} вам положен осмотр.'

describe('a line as it is spoken', () => {
  it('fills fields, gives codes their words and begins with a capital', () => {
    const values = { 'person.givenName': 'Анна', 'person.patronymic': 'Петровна', 'plan.quarter': 'q4' }
    expect(speakText(you, fields, values)).toBe('Анна Петровна, в октябре — декабре вам положен осмотр.')
    expect(speakText(you, fields, {})).toBe('В этом году вам положен осмотр.')
  })

  it('drops the space of a patronymic that the person does not have', () => {
    expect(speakText(you, fields, { 'person.givenName': 'Алсу' })).toBe('Алсу, в этом году вам положен осмотр.')
  })

  it('says the neutral phrase for what is not known and marks it', () => {
    expect(speak('Это {person.givenName} {person.patronymic}?', fields, {})).toEqual([
      { text: 'Это ' },
      { text: 'владелец полиса', field: 'person.givenName', isNeutral: true },
      { text: '?' },
    ])
    expect(speakText('Здравствуйте! {person.givenName}?', fields, {})).toBe('Здравствуйте! Владелец полиса?')
  })

  it('leaves out a bracketed part when the desk does not know what it needs', () => {
    expect(speakText('Позвоните нам[: {org.phone}].', fields, {})).toBe('Позвоните нам.')
    expect(speakText('Позвоните нам[: {org.phone}].', fields, { 'org.phone': '122' })).toBe('Позвоните нам: 122.')
  })

  it('takes an unknown code and an unknown field for not known, and never reads a value as a template', () => {
    expect(speakText('{plan.when}', fields, { 'plan.quarter': 'q9' })).toBe('В этом году')
    expect(speakText('Вот {strange}.', fields, { strange: 'x' })).toBe('Вот.')
    expect(speakText('{person.givenName}', fields, { 'person.givenName': '{org.phone}' })).toBe('{org.phone}')
  })

  it('never shows a brace of a line, whatever is known', () => {
    const value = fc.option(fc.stringMatching(/^[а-яА-Я -]{0,12}$/), { nil: null })
    const names = Object.keys(fields)
    const piece = fc.oneof(
      fc.constantFrom(...names, 'unknown').map((name) => `{${name}}`),
      fc.constantFrom(...names).map((name) => `[ и {${name}}]`),
      fc.stringMatching(/^[а-я ,.!?]{0,10}$/),
    )
    fc.assert(
      fc.property(
        fc.array(piece),
        fc.record({ 'person.givenName': value, 'plan.quarter': value }),
        (pieces, values) => {
          expect(speakText(pieces.join(''), fields, values)).not.toMatch(/[{}[\]]/)
        },
      ),
    )
  })

  it('puts a name into the case that the line needs, and a polite form by the sex', () => {
    const said: Record<string, SpokenField> = {
      to: { from: 'person.givenName', missing: 'владельцу полиса', inCase: 'dative' },
      'to.patronymic': { from: 'person.patronymic', missing: '', inCase: 'dative' },
      of: { from: 'person.surname', missing: 'владельца полиса', inCase: 'genitive' },
      dear: { from: 'person.sex', missing: 'Здравствуйте', values: { male: 'Уважаемый', female: 'Уважаемая' } },
    }
    const line = (raw: Record<string, string | null>): string =>
      speakText('{dear}, передам {to} {to.patronymic}, полис {of}.', said, raw)
    const anna = { 'person.givenName': 'Анна', 'person.patronymic': 'Петровна', 'person.surname': 'Шевченко' }
    expect(line({ ...anna, 'person.sex': 'female' })).toBe('Уважаемая, передам Анне Петровне, полис Шевченко.')
    const ilya = { 'person.givenName': 'Илья', 'person.patronymic': 'Кузьмич', 'person.surname': 'Белых' }
    expect(line({ ...ilya, 'person.sex': 'male' })).toBe('Уважаемый, передам Илье Кузьмичу, полис Белых.')
    // Not a Russian spelling: left as it is rather than with a wrong ending.
    expect(line({ 'person.givenName': 'Anna', 'person.surname': 'O’Hara' })).toBe(
      'Здравствуйте, передам Anna, полис O’Hara.',
    )
  })

  it('leaves unsaid what concerns a person until they were made sure of, but may ask for them by name', () => {
    const values = { 'person.givenName': 'Анна', 'clinic.name': 'Поликлиника № 1', 'person.sex': 'female' }
    expect(withoutSecrets(values, 'anyone')).toEqual({ 'person.givenName': 'Анна' })
    expect(withoutSecrets(values, 'named')).toEqual({ 'person.givenName': 'Анна', 'person.sex': 'female' })
    expect(withoutSecrets(values, 'checked')).toEqual(values)
  })

  it('greets by the hour', () => {
    expect([3, 5, 11, 12, 17, 18, 23].map(dayPart)).toEqual([
      'night',
      'morning',
      'morning',
      'day',
      'day',
      'evening',
      'evening',
    ])
  })
})
