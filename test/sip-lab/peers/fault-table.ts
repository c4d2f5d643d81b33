import { readFileSync, writeFileSync } from 'node:fs'

/** One line of the fault table. Times in seconds. */
export interface FaultRow {
  readonly fault: string
  /** In the order in which it was shown. */
  readonly saw: readonly string[]
  /** From the fault to the first thing shown of it; null when nothing was. */
  readonly noticedAfter: number | null
  /** From the end of the fault to a telephone that is registered and a call that is heard both ways; null when the call was over. */
  readonly normalAfter: number | null
  readonly isKept: boolean
}

const BEGIN = '<!-- faults: written by `npm run soak -- --faults` -->'
const END = '<!-- end of faults -->'

/**
 * Puts the table in place of the one between the marks of a document.
 * @param about when and with what it was measured
 * @throws Error when the document has no marks
 */
export function writeFaultTable(file: string, rows: readonly FaultRow[], about: string): void {
  const text = readFileSync(file, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${file} has no place for the table of faults`)
  const table = [
    BEGIN,
    about,
    '',
    '| fault in the middle of a call | what the representative saw | noticed after | normal again after | call kept |',
    '|---|---|---|---|---|',
    ...rows.map(lineOf),
    '',
  ].join('\n')
  writeFileSync(file, text.slice(0, begin) + table + text.slice(end))
}

function lineOf({ fault, saw, noticedAfter, normalAfter, isKept }: FaultRow): string {
  const words = saw.length === 0 ? 'nothing' : saw.map((word) => `«${word}»`).join(', ')
  return `| ${fault} | ${words} | ${seconds(noticedAfter)} | ${seconds(normalAfter)} | ${isKept ? 'yes' : 'no'} |`
}

function seconds(value: number | null): string {
  return value === null ? '—' : `${value.toFixed(1)} s`
}
