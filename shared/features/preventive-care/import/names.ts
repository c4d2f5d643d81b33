import letters from './look-alike-letters.json' with { type: 'json' }

const CYRILLIC_OF = new Map([...letters.latin].map((latin, index) => [latin, [...letters.cyrillic][index] ?? latin]))
const SMALL_WORDS: ReadonlySet<string> = new Set(letters.smallWords)
const HYPHENS = /[\u2010-\u2015\u2212\u00ad]/g

/**
 * A name in the form it is kept in: one kind of hyphen and apostrophe, single spaces, look-alike Latin letters of a Cyrillic name made
 * Cyrillic, and capital initials where the whole was typed in one case. The dotted letter stays as it was written.
 */
export function tidyName(typed: string): string {
  return remembered(tidied, typed, tidy)
}

function tidy(typed: string): string {
  const spaced = typed
    .normalize('NFC')
    .replace(HYPHENS, '-')
    .replace(/[\u2018\u2019\u02bc`]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/ ?- ?/g, '-')
    .trim()
  const cyrillic = isMeantCyrillic(spaced)
    ? [...spaced].map((letter) => CYRILLIC_OF.get(letter) ?? letter).join('')
    : spaced
  const isOneCase = cyrillic === cyrillic.toUpperCase() || cyrillic === cyrillic.toLowerCase()
  return isOneCase ? capitalised(cyrillic) : cyrillic
}

/** Names repeat by the thousand in a list; so many forms are kept at once. */
const KEPT_FORMS = 20_000
const tidied = new Map<string, string>()
const keys = new Map<string, string>()

function remembered(forms: Map<string, string>, name: string, make: (name: string) => string): string {
  const known = forms.get(name)
  if (known !== undefined) return known
  const form = make(name)
  if (forms.size >= KEPT_FORMS) forms.clear()
  forms.set(name, form)
  return form
}

/** One form for all spellings of the same name: for comparing, never for showing. */
export function nameKey(name: string): string {
  return remembered(keys, name, (typed) =>
    tidyName(typed)
      .toLowerCase()
      .replaceAll(letters.dotted, letters.plain)
      .replace(/[^\p{L}]/gu, ''),
  )
}

/** Parts of a double surname as keys; one part for a plain one. */
export function nameParts(name: string): string[] {
  return tidyName(name)
    .split(/[- ]/)
    .map(nameKey)
    .filter((part) => part !== '')
}

/**
 * True for another spelling of what may be one name: a slip of the hand, or one half of a double surname. Short names forgive
 * nothing, for another letter is another name.
 */
export function isSimilarName(one: string, other: string): boolean {
  const [a, b] = [nameKey(one), nameKey(other)]
  if (a === b) return true
  const [partsOfA, partsOfB] = [nameParts(one), nameParts(other)]
  if (partsOfA.length !== partsOfB.length && partsOfA.some((part) => partsOfB.includes(part))) return true
  const forgiven = Math.min(a.length, b.length) < 4 ? 0 : Math.min(a.length, b.length) < 8 ? 1 : 2
  return forgiven > 0 && isWithinTypos(a, b, forgiven)
}

/** Whether at most `most` letters are missing, extra, wrong or swapped with their neighbour. */
export function isWithinTypos(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false
  let older: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      let cost = Math.min(at(above, j - 1) + (isSame ? 0 : 1), at(above, j) + 1, at(row, j - 1) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(older, j - 2) + 1)
      row.push(cost)
    }
    older = above
    above = row
  }
  return at(above, b.length) <= most
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}

/** A name with at least one Cyrillic letter, or wholly of letters that look Cyrillic, was meant Cyrillic. */
function isMeantCyrillic(name: string): boolean {
  const found = [...name].filter((letter) => /\p{L}/u.test(letter))
  return found.some((letter) => /\p{Script=Cyrillic}/u.test(letter)) || found.every((letter) => CYRILLIC_OF.has(letter))
}

function capitalised(name: string): string {
  return name
    .toLowerCase()
    .split(/([ '-])/)
    .map((part) => (SMALL_WORDS.has(part) ? part : part.slice(0, 1).toUpperCase() + part.slice(1)))
    .join('')
}
