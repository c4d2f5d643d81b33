import { xorshift128plus } from 'pure-rand/generator/xorshift128plus'
import { describe, expect, it } from 'vitest'
import { aPerson } from '../../../builders/a-person.ts'
import { type DirtyPair, dirtyPairs, type Identity } from '../../../builders/dirty-people.ts'
import { anId } from '../../../builders/ids.ts'
import { encodePolicyNumber } from '../../../kernel/policy-number.ts'
import type { KnownPerson } from './known-person.ts'
import type { ListRow } from './list-row.ts'
import { matchPerson } from './match-person.ts'
import { tidyName } from './names.ts'

const SEED = 20_261_124

function rowOf(listed: DirtyPair['listed']): ListRow {
  return {
    surname: tidyName(listed.surname),
    givenName: tidyName(listed.givenName),
    patronymic: listed.patronymic === null ? null : tidyName(listed.patronymic),
    birthDate: listed.birthDate,
    sex: listed.sex,
    policy: listed.policyNumber === null ? null : { kind: 'unified', series: null, number: listed.policyNumber },
    snils: listed.snils,
    phone: null,
    unit: null,
    precinct: null,
    care: 'checkUp',
    quarter: 1,
    stage1On: null,
    sentToStage2: null,
    stage2On: null,
  }
}

function cardOf(known: Identity, serial = 1): KnownPerson {
  const { policyNumber, ...rest } = known
  return aPerson({ ...rest, policy: { kind: 'unified', series: null, number: policyNumber } }, serial)
}

const ANNA: Identity = {
  surname: 'Смирнова',
  givenName: 'Анна',
  patronymic: 'Петровна',
  birthDate: '1957-03-14',
  sex: 'female',
  policyNumber: encodePolicyNumber('00', '1957-03-14', 'female', 7),
  snils: '11223344595',
}
const OTHER = { policyNumber: encodePolicyNumber('00', '1957-03-14', 'female', 8), snils: '15687493223' }

describe('[P2] whom a row of a list speaks of', () => {
  it.each<[string, Partial<DirtyPair['listed']>, 'same' | 'new' | string[]]>([
    ['everything agrees', {}, 'same'],
    ['the dotted letter and capitals', { surname: 'СМИРНОВА' }, 'same'],
    ['Latin letters that look Cyrillic', { surname: 'Cмиpнoвa' }, 'same'],
    ['one identifier is enough', { snils: null }, 'same'],
    ['the other one too', { policyNumber: null }, 'same'],
    ['no patronymic in the list', { patronymic: null }, 'same'],
    ['a new surname with both identifiers', { surname: 'Орлова' }, 'same'],
    ['a new surname with one identifier', { surname: 'Орлова', snils: null }, ['surnameDiffers']],
    ['another policy number', { policyNumber: OTHER.policyNumber }, ['policyDiffers']],
    ['a policy of this person, a СНИЛС of another', { snils: OTHER.snils }, ['snilsDiffers']],
    ['a slip in the date', { birthDate: '1957-03-15' }, ['birthDateDiffers']],
    ['name and date without identifiers', { policyNumber: null, snils: null }, ['noIdentifier']],
    ['a twin under the same policy', { givenName: 'Инна', snils: null }, ['givenNameDiffers']],
    ['a namesake with identifiers of her own', OTHER, 'new'],
    ['a namesake with a policy of her own', { ...OTHER, snils: null }, ['policyDiffers']],
    ['somebody else', { surname: 'Орлова', givenName: 'Ольга', ...OTHER }, 'new'],
    ['the other sex', { sex: 'male' }, ['sexDiffers']],
  ])('%s', (_case, listed, expected) => {
    const verdict = matchPerson(rowOf({ ...ANNA, ...listed }), [cardOf(ANNA)])
    if (typeof expected === 'string') expect(verdict.kind).toBe(expected)
    else expect(verdict).toEqual({ kind: 'doubtful', pairs: [{ personId: anId(1), reasons: expected }] })
  })

  it('asks when a policy points at one card and a СНИЛС at another', () => {
    const other = cardOf({ ...ANNA, surname: 'Орлова', ...OTHER }, 2)
    const verdict = matchPerson(rowOf({ ...ANNA, snils: OTHER.snils }), [cardOf(ANNA), other])
    expect(verdict.kind).toBe('doubtful')
  })

  it('asks when two cards fit equally', () => {
    const verdict = matchPerson(rowOf({ ...ANNA, snils: null }), [cardOf(ANNA), cardOf(ANNA, 2)])
    expect(verdict).toMatchObject({
      kind: 'doubtful',
      pairs: [{ reasons: ['severalCards'] }, { reasons: ['severalCards'] }],
    })
  })

  it('compares numbers of one kind only: an old policy says nothing against a unified one', () => {
    const old = { ...cardOf(ANNA), policy: { kind: 'oldStyle' as const, series: '00-12', number: '345678' } }
    expect(matchPerson(rowOf(ANNA), [old])).toEqual({ kind: 'same', personId: anId(1) })
    expect(matchPerson(rowOf({ ...ANNA, snils: null }), [old]).kind).toBe('doubtful')
  })

  it(`joins no two different people in 10,000 dirty pairs (seed ${SEED})`, () => {
    const generator = xorshift128plus(SEED)
    const random = (): number => (generator.next() >>> 0) / 2 ** 32
    const joined: string[] = []
    const lost: string[] = []
    const tally = { same: 0, found: 0, asked: 0 }
    for (const pair of dirtyPairs(10_000, random)) {
      const verdict = matchPerson(rowOf(pair.listed), [cardOf(pair.known)])
      if (!pair.isSamePerson) {
        if (verdict.kind === 'same') joined.push(pair.fault)
        continue
      }
      tally.same += 1
      if (verdict.kind === 'same') tally.found += 1
      else if (verdict.kind === 'doubtful') tally.asked += 1
      else lost.push(pair.fault)
    }
    expect(joined).toEqual([])
    // Nobody known is taken for new, and most are found without a question.
    expect(lost).toEqual([])
    expect(tally.found / tally.same).toBeGreaterThan(0.75)
    expect(tally).toMatchInlineSnapshot(`
      {
        "asked": 796,
        "found": 4204,
        "same": 5000,
      }
    `)
  })
})
