import { isLocalDate, type LocalDate } from '../../../kernel/calendar.ts'
import type { SourceCell } from './list-row.ts'

/** 30 December 1899: serial 1 is 1 January 1900, and the leap day of 1900 that never was is counted by the epoch from serial 61 on. */
const EPOCH_1900_MS = Date.UTC(1899, 11, 30)
const EPOCH_1904_MS = Date.UTC(1904, 0, 1)
const LAST_SERIAL = 109_573

/**
 * A date as lists write it: `14.03.1957`, `14/03/1957`, `1957-03-14`, with or without midnight, or the serial number of a
 * spreadsheet. Two-digit years are refused: 57 may be a child or an old woman.
 */
export function dateOfCell(cell: SourceCell, is1904: boolean): LocalDate | null {
  const text = cell.text.trim()
  if (cell.type === 'number' || /^\d{5}$/.test(text)) return dateOfSerial(Number(text), is1904)
  const plain = text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, '')
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain)
  const russian = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(plain)
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : russian ? [russian[3], russian[2], russian[1]] : []
  if (year === undefined || month === undefined || day === undefined) return null
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isLocalDate(date) ? date : null
}

function dateOfSerial(serial: number, is1904: boolean): LocalDate | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > LAST_SERIAL) return null
  const days = Math.floor(serial)
  // Serials up to 59 stand before the leap day that never was.
  const shift = is1904 || days > 59 ? 0 : 1
  const date = new Date((is1904 ? EPOCH_1904_MS : EPOCH_1900_MS) + (days + shift) * 86_400_000)
    .toISOString()
    .slice(0, 10)
  return isLocalDate(date) ? date : null
}

/** True when one date may be the other mistyped: one digit wrong, two neighbours swapped, or day and month exchanged. */
export function isSimilarDate(one: LocalDate, other: LocalDate): boolean {
  if (one === other) return true
  const [a, b] = [one.replaceAll('-', ''), other.replaceAll('-', '')]
  const wrong = [...a].flatMap((digit, index) => (digit === b[index] ? [] : [index]))
  if (wrong.length === 1) return true
  const [first, second] = wrong
  if (
    wrong.length === 2 &&
    first !== undefined &&
    second === first + 1 &&
    a[first] === b[second] &&
    a[second] === b[first]
  )
    return true
  return (
    one.slice(0, 4) === other.slice(0, 4) && one.slice(5, 7) === other.slice(8) && one.slice(8) === other.slice(5, 7)
  )
}
