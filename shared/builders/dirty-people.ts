import { encodePolicyNumber } from '../kernel/policy-number.ts'
import { snilsCheck } from '../kernel/snils.ts'

/** What identifies a made-up person; enough for a row of a list and for a card. */
export interface Identity {
  readonly surname: string
  readonly givenName: string
  readonly patronymic: string | null
  readonly birthDate: string
  readonly sex: 'male' | 'female'
  readonly policyNumber: string
  readonly snils: string
}

/** Two records with the truth about them. */
export interface DirtyPair {
  readonly listed: Omit<Identity, 'policyNumber' | 'snils'> & { policyNumber: string | null; snils: string | null }
  readonly known: Identity
  readonly isSamePerson: boolean
  readonly fault: string
}

const MEN = ['Александр', 'Сергей', 'Алексей', 'Андрей', 'Дмитрий', 'Евгений', 'Игорь', 'Артём', 'Илья', 'Пётр']
const WOMEN = ['Елена', 'Ольга', 'Ирина', 'Наталья', 'Светлана', 'Юлия', 'Анна', 'Инна', 'Мария', 'Алёна']
const FATHERS = ['Александров', 'Сергеев', 'Алексеев', 'Андреев', 'Дмитриев', 'Иванов', 'Петров', 'Артёмов']
const SURNAMES = [
  'Соловьёв',
  'Семёнов',
  'Воробьёв',
  'Кузнецов',
  'Смирнов',
  'Попов',
  'Лебедев',
  'Киселёв',
  'Орлов',
  'Беляев',
]
const UNBENT = ['Шевченко', 'Черных', 'Живаго', 'Мкртчян']

type Random = () => number

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T
}

function digits(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 10)).join('')
}

function aBirthDate(random: Random): string {
  const day = new Date(
    Date.UTC(1930 + Math.floor(random() * 78), Math.floor(random() * 12), 1 + Math.floor(random() * 28)),
  )
  return day.toISOString().slice(0, 10)
}

function identifiers(random: Random, birthDate: string, sex: 'male' | 'female') {
  const nine = `1${digits(random, 8)}`
  return {
    policyNumber: encodePolicyNumber('00', birthDate, sex, Math.floor(random() * 100_000)),
    snils: nine + snilsCheck(nine),
  }
}

function anIdentity(random: Random): Identity {
  const sex = random() < 0.5 ? 'male' : 'female'
  const birthDate = aBirthDate(random)
  const stem = random() < 0.1 ? `${pick(random, SURNAMES)}-${pick(random, SURNAMES)}` : pick(random, SURNAMES)
  const bent =
    sex === 'male'
      ? stem
      : stem
          .split('-')
          .map((part) => `${part}а`)
          .join('-')
  return {
    surname: random() < 0.12 ? pick(random, UNBENT) : bent,
    givenName: pick(random, sex === 'male' ? MEN : WOMEN),
    patronymic: random() < 0.02 ? null : pick(random, FATHERS) + (sex === 'male' ? 'ич' : 'на'),
    birthDate,
    sex,
    ...identifiers(random, birthDate, sex),
  }
}

const LOOK_ALIKES = new Map(
  [...'АВСЕНКМОРТХаеорсух'].map((letter, index) => [letter, 'ABCEHKMOPTXaeopcyx'[index] ?? letter]),
)

type Listed = DirtyPair['listed']
/** Slips of clinics' clerks that leave a person herself: DOMAIN §10 and what spreadsheets do. */
const SLIPS: Readonly<Record<string, (known: Identity, random: Random) => Partial<Listed>>> = {
  clean: () => ({}),
  plainLetter: (known) => ({
    surname: known.surname.replaceAll('ё', 'е'),
    givenName: known.givenName.replaceAll('ё', 'е'),
    patronymic: known.patronymic?.replaceAll('ё', 'е') ?? null,
  }),
  capitals: (known) => ({ surname: known.surname.toUpperCase(), givenName: known.givenName.toLowerCase() }),
  latinLetters: (known) => ({
    surname: [...known.surname].map((letter) => LOOK_ALIKES.get(letter) ?? letter).join(''),
  }),
  longHyphen: (known) => ({ surname: known.surname.replace('-', ' \u2013 ') }),
  noSnils: () => ({ snils: null }),
  noPolicy: () => ({ policyNumber: null }),
  noPatronymic: () => ({ patronymic: null }),
  noIdentifier: () => ({ policyNumber: null, snils: null }),
  slipInSurname: (known) => ({ surname: known.surname.replace(/(.)(.)$/, '$2$1') }),
  slipInDate: (known, random) => ({ birthDate: shiftedDay(known.birthDate, random) }),
  newSurname: (_known, random) => ({ surname: pick(random, UNBENT) }),
  halfSurname: (known) => ({ surname: known.surname.split('-')[0] ?? known.surname }),
}

/** People who are easily taken for one another. */
const DOUBLES: Readonly<Record<string, (known: Identity, random: Random) => Listed>> = {
  twin: (known, random) => ({
    ...known,
    givenName: otherThan(known.givenName, known.sex === 'male' ? MEN : WOMEN, random),
    ...identifiers(random, known.birthDate, known.sex),
  }),
  twinWithCopiedPolicy: (known, random) => ({
    ...known,
    givenName: otherThan(known.givenName, known.sex === 'male' ? MEN : WOMEN, random),
    snils: identifiers(random, known.birthDate, known.sex).snils,
  }),
  namesake: (known, random) => ({ ...known, ...identifiers(random, known.birthDate, known.sex) }),
  namesakeWithoutSnils: (known, random) => ({
    ...known,
    ...identifiers(random, known.birthDate, known.sex),
    snils: null,
  }),
  namesakeWithoutIdentifiers: (known) => ({ ...known, policyNumber: null, snils: null }),
  namesakeWithCopiedPolicy: (known, random) => ({
    ...known,
    snils: identifiers(random, known.birthDate, known.sex).snils,
  }),
  parent: (known, random) => {
    const birthDate = `${Number(known.birthDate.slice(0, 4)) - 25}${known.birthDate.slice(4)}`
    return { ...known, birthDate, ...identifiers(random, birthDate, known.sex) }
  },
  parentWithCopiedPolicy: (known, random) => {
    const birthDate = `${Number(known.birthDate.slice(0, 4)) - 25}${known.birthDate.slice(4)}`
    return { ...known, birthDate, snils: identifiers(random, birthDate, known.sex).snils }
  },
  similarName: (known, random) => ({
    ...known,
    surname: known.surname.replace(/(.)(.)$/, '$2$1'),
    ...identifiers(random, known.birthDate, known.sex),
  }),
  stranger: (_known, random) => anIdentity(random),
}

function otherThan(name: string, names: readonly string[], random: Random): string {
  for (;;) {
    const other = pick(random, names)
    if (other !== name) return other
  }
}

function shiftedDay(date: string, random: Random): string {
  const day = Number(date.slice(8))
  return `${date.slice(0, 8)}${String(day > 9 ? day - 10 || 1 : day + 10 + Math.floor(random() * 1)).padStart(2, '0')}`
}

/** `count` pairs, half of them of one person, in an order that only the source of chance decides. */
export function* dirtyPairs(count: number, random: Random): Generator<DirtyPair> {
  const [slips, doubles] = [Object.keys(SLIPS), Object.keys(DOUBLES)]
  for (let made = 0; made < count; made += 1) {
    const known = anIdentity(random)
    if (made % 2 === 0) {
      const fault = pick(random, slips)
      const listed = { ...known, ...SLIPS[fault]?.(known, random) }
      yield { listed, known, isSamePerson: true, fault }
    } else {
      const fault = pick(random, doubles)
      yield { listed: DOUBLES[fault]?.(known, random) ?? known, known, isSamePerson: false, fault }
    }
  }
}
