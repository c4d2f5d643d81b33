/** Two letters that stand for a name: «Анна Петровна» is «АП». */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase()
}

/** Surname and first letters: «Морозова Е. И.». */
export function shortName(name: string): string {
  const [surname = '', ...rest] = name.split(/\s+/).filter(Boolean)
  return [surname, ...rest.map((word) => `${[...word][0]}.`)].join(' ')
}
