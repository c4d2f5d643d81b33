/** Whether `typed` is the beginning of `word`, or becomes one by adding, dropping, changing one letter or swapping two neighbours. */
export function isOneEditFromBeginning(typed: string, word: string): boolean {
  let at = 0
  while (at < typed.length && typed[at] === word[at]) at += 1
  const rest = typed.slice(at)
  if (rest === '') return true
  const left = word.slice(at)
  const isSwapped = rest.length > 1 && left.startsWith(`${rest[1]}${rest[0]}${rest.slice(2)}`)
  return (
    isSwapped ||
    left.slice(1).startsWith(rest) ||
    left.startsWith(rest.slice(1)) ||
    left.slice(1).startsWith(rest.slice(1))
  )
}
