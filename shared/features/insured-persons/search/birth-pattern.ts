/** What is known of a birth date. A two-digit year fits any century. */
export interface BirthPattern {
  readonly day: number | null
  readonly month: number | null
  readonly year: number | null
  readonly yearOfCentury: number | null
}

const NOTHING: BirthPattern = { day: null, month: null, year: null, yearOfCentury: null }

/**
 * Reads a birth date as people type and say it: `12.03.1957`, `12/03/57`, `12 03 1957`, `12031957`, `120357`, `1957-03-12`, `12.03`, `1957`, `57`.
 * Null when the text is none of these. Names of months must have been replaced by numbers.
 */
export function readBirthPattern(text: string): BirthPattern | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return checked(iso[3], iso[2], iso[1])
  const parted = /^(\d{1,2})[./ -]+(\d{1,2})(?:[./ -]+(\d{4}|\d{2}))?\.?$/.exec(text)
  if (parted) return checked(parted[1], parted[2], parted[3])
  const joined = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text)
  if (joined) return checked(joined[1], joined[2], joined[3]) ?? isoJoined(text)
  if (/^(18|19|20)\d{2}$/.test(text)) return { ...NOTHING, year: Number(text) }
  if (/^\d{2}$/.test(text)) return { ...NOTHING, yearOfCentury: Number(text) }
  return null
}

function isoJoined(text: string): BirthPattern | null {
  const match = /^((?:18|19|20)\d{2})(\d{2})(\d{2})$/.exec(text)
  return match ? checked(match[3], match[2], match[1]) : null
}

function checked(day: string | undefined, month: string | undefined, year: string | undefined): BirthPattern | null {
  const [d, m] = [Number(day), Number(month)]
  if (d < 1 || d > 31 || m < 1 || m > 12) return null
  if (year?.length === 4) {
    const y = Number(year)
    return y >= 1850 && y <= 2200 ? { day: d, month: m, year: y, yearOfCentury: null } : null
  }
  return { day: d, month: m, year: null, yearOfCentury: year === undefined ? null : Number(year) }
}

/** @param birth the date as a number `yyyymmdd` */
export function fitsBirth(pattern: BirthPattern, birth: number): boolean {
  const year = Math.floor(birth / 10_000)
  return (
    (pattern.year === null || pattern.year === year) &&
    (pattern.yearOfCentury === null || pattern.yearOfCentury === year % 100) &&
    (pattern.month === null || pattern.month === Math.floor(birth / 100) % 100) &&
    (pattern.day === null || pattern.day === birth % 100)
  )
}

/** Centuries of people's births. */
const CENTURIES = [18, 19, 20, 21]

/**
 * Where in the order of dates those that fit can stand: from and to, both `yyyymmdd` and included. Null when the year is not known: then
 * they stand everywhere. Whether a date inside fits is for `fitsBirth` to say.
 */
export function birthRanges({
  day,
  month,
  year,
  yearOfCentury,
}: BirthPattern): readonly (readonly [number, number])[] | null {
  if (year === null && yearOfCentury === null) return null
  const years = year === null ? CENTURIES.map((century) => century * 100 + (yearOfCentury as number)) : [year]
  const first = (month ?? 0) * 100 + (month === null ? 0 : (day ?? 0))
  const last = (month ?? 99) * 100 + (month === null ? 99 : (day ?? 99))
  return years.map((it) => [it * 10_000 + first, it * 10_000 + last])
}
