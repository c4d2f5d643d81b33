import type { NameContent } from './content.ts'
import { type Draws, type Lottery, lotteryOf } from './draws.ts'
import { FOREIGN_PATRONYMIC, NO_PATRONYMIC } from './shares.ts'

/** Surname of a family as its men bear it; `own`: a family that often keeps the given names of its people. */
export interface Family {
  readonly surname: string
  readonly own: boolean
}

export interface PersonName {
  readonly surname: string
  readonly givenName: string
  readonly patronymic: string | null
}

export interface Namer {
  family(draws: Draws): Family
  /** A family whose surname is spelled with ё. */
  familyWithYo(draws: Draws): Family
  name(draws: Draws, family: Family, sex: 'male' | 'female', birthYear: number): PersonName
}

/** Rare names stand at the end of a list: weights fall as 1/√rank (DOMAIN §10). */
function ranked<T>(items: readonly T[], share: number): (readonly [T, number])[] {
  const total = items.reduce((sum, _, rank) => sum + 1 / Math.sqrt(rank + 1), 0)
  return items.map((item, rank) => [item, share / Math.sqrt(rank + 1) / total] as const)
}

export function namerOf(content: NameContent): Namer {
  const families = content.surnameGroups.flatMap((group) =>
    ranked(group.surnames, group.share).map(
      ([surname, weight]) => [{ surname, own: group.own === true }, weight] as const,
    ),
  )
  const everyone = lotteryOf(families)
  const withYo = lotteryOf(families.filter(([family]) => family.surname.includes('ё')))
  const ownShare = families.reduce((sum, [family, weight]) => sum + (family.own ? weight : 0), 0)
  const given = (bands: NameContent['men']): ((year: number) => Lottery<string>) => {
    const lotteries = bands.map((band) => ({ until: band.bornUntil, lottery: lotteryOf(ranked(band.names, 1)) }))
    const last = lotteries[lotteries.length - 1]
    if (last === undefined) throw new Error('Invariant broken: no names')
    return (year) => (lotteries.find((band) => year <= band.until) ?? last).lottery
  }
  const [men, women] = [given(content.men), given(content.women)]

  function patronymic(draws: Draws, family: Family, isOwn: boolean, isMan: boolean, year: number): string | null {
    if (draws.chance(NO_PATRONYMIC)) return null
    if (family.own && draws.chance(FOREIGN_PATRONYMIC / ownShare))
      return `${draws.pick(content.own.men)} ${isMan ? content.own.sonOf : content.own.daughterOf}`
    const father = isOwn ? draws.pick(content.own.men) : men(year - draws.between(25, 30)).draw(draws)
    const forms = content.patronymics[father]
    if (forms === undefined) throw new Error(`assets/synthetic/names.ru.json has no patronymic of ${father}`)
    return forms[isMan ? 0 : 1]
  }

  return {
    family: (draws) => everyone.draw(draws),
    familyWithYo: (draws) => withYo.draw(draws),
    name: (draws, family, sex, birthYear) => {
      const isMan = sex === 'male'
      const isOwn = family.own && draws.chance(0.6)
      const own = isMan ? content.own.men : content.own.women
      return {
        surname: isMan ? family.surname : femaleSurname(family.surname),
        givenName: isOwn ? draws.pick(own) : (isMan ? men : women)(birthYear).draw(draws),
        patronymic: patronymic(draws, family, isOwn, isMan, birthYear),
      }
    },
  }
}

/** Смирнов → Смирнова, Левицкий → Левицкая, Римский-Корсаков → Римская-Корсакова; Черных, Шевченко, Петросян stay as they are. */
export function femaleSurname(surname: string): string {
  return surname
    .split('-')
    .map((part) => {
      if (/(ов|ев|ёв|ин|ын)$/.test(part)) return `${part}а`
      return part.replace(/([сц]к)ий$/, '$1ая')
    })
    .join('-')
}

/** As a registry without the letter ё spells it. */
export function withoutYo(name: PersonName): PersonName {
  const plain = (text: string): string => text.replaceAll('ё', 'е').replaceAll('Ё', 'Е')
  return {
    surname: plain(name.surname),
    givenName: plain(name.givenName),
    patronymic: name.patronymic === null ? null : plain(name.patronymic),
  }
}
