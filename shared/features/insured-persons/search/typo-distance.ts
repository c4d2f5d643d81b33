/** Typos forgiven in a word that was typed: none in short words, where another letter is another name. */
export function typosForgiven(typed: string): 0 | 1 | 2 {
  return typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2
}

const previous = new Uint8Array(66)
const current = new Uint8Array(66)
const beforePrevious = new Uint8Array(66)

/**
 * Fewest typos (a letter missing, extra, wrong, or two swapped) that turn `typed` into a beginning of `word`; `most + 1` when there are
 * more than `most`. Optimal string alignment, with the rest of the word free, so that it serves while one is still typing.
 */
export function prefixTypos(typed: string, word: string, most: number): number {
  const height = typed.length
  const width = Math.min(word.length, height + most, 64)
  if (height > 64 || width < height - most) return most + 1
  let [older, above, row] = [beforePrevious, previous, current]
  for (let j = 0; j <= width; j += 1) above[j] = j
  for (let i = 1; i <= height; i += 1) {
    const letter = typed.charCodeAt(i - 1)
    let least = i
    row[0] = i
    for (let j = 1; j <= width; j += 1) {
      const other = word.charCodeAt(j - 1)
      let cost = Math.min(
        (above[j - 1] as number) + (letter === other ? 0 : 1),
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
      )
      if (i > 1 && j > 1 && letter === word.charCodeAt(j - 2) && typed.charCodeAt(i - 2) === other)
        cost = Math.min(cost, (older[j - 2] as number) + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    ;[older, above, row] = [above, row, older]
  }
  let best = most + 1
  for (let j = Math.max(0, height - most); j <= width; j += 1) best = Math.min(best, above[j] as number)
  return best
}
