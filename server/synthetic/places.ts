import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Draws } from './draws.ts'
import type { ReferenceData } from './polyclinic.ts'

/** Houses of a street that make one precinct: 10 streets × 6 = 60 precincts of about 1,900 people. */
const HOUSES_OF_A_PRECINCT = 20
const HOUSES = 120

export interface Home {
  readonly address: InsuredPerson['address']
  readonly unit: number
  readonly precinct: number
}

/** An address; unit and precinct follow from street and house, so that neighbours have the same doctor. */
export function drawHome(draws: Draws, streets: ReferenceData['places']['streets']): Home {
  const at = draws.between(0, streets.length - 1)
  const street = streets[at]
  if (street === undefined) throw new Error('Invariant broken: no streets')
  const house = draws.between(1, HOUSES)
  const building = draws.chance(0.4) ? String(draws.between(1, 4)) : null
  return {
    address: { street: street.name, house: String(house), building, flat: String(draws.between(1, 400)) },
    unit: street.unit,
    precinct: at * (HOUSES / HOUSES_OF_A_PRECINCT) + Math.ceil(house / HOUSES_OF_A_PRECINCT),
  }
}

/**
 * The `n`-th private number (0 ≤ n < 9,000,000): `+7000` and seven digits in scattered order without repetition. No network routes +7000;
 * the first million is kept for the clinic and our own lines.
 */
export function privateNumber(n: number): string {
  // 6,700,417 is prime to 9,000,000: the product runs through every remainder once.
  return `+7000${String(1_000_000 + ((n * 6_700_417) % 9_000_000)).padStart(7, '0')}`
}

// biome-ignore format: a table of letters reads better in rows
const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
}

/** An address in the domain `.invalid`, which no mail server may resolve (RFC 6761). */
export function drawEmail(draws: Draws, person: { surname: string; givenName: string; birthDate: string }): string {
  const latin = (word: string): string => [...word.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join('')
  const [surname, given] = [latin(person.surname), latin(person.givenName)]
  const year = person.birthDate.slice(draws.chance(0.5) ? 0 : 2, 4)
  const box = draws.pick([`${given}.${surname}`, `${surname}${given.slice(0, 1)}${year}`, `${surname}.${year}`])
  return `${box}@${draws.pick(['pochta', 'mail', 'post'])}.invalid`
}
