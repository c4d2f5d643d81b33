import {
  fieldsOfHeadings,
  type ListField,
  type ListProfile,
} from '#shared/features/preventive-care/import/list-profile.ts'
import type { SourceCell, SourceRow } from '#shared/features/preventive-care/import/list-row.ts'
import { ListFileError } from './list-file.ts'

/** One line of a table: its place as the file counts and its cells from the first column on. */
export interface TableLine {
  readonly place: number
  readonly cells: readonly SourceCell[]
  readonly is1904: boolean
}

/** The headings stand in one of the first lines, under a title or two (DOMAIN §5). */
const HEADINGS_WITHIN = 10
/** So many known headings make a line the line of headings. */
const LEAST_HEADINGS = 3

/** Rows of a table by its headings. @throws ListFileError when the headings are not there */
export async function* tableRows(lines: AsyncIterable<TableLine>, profile: ListProfile): AsyncGenerator<SourceRow> {
  let fields: readonly (ListField | null)[] | null = null
  let seen = 0
  for await (const line of lines) {
    if (fields === null) {
      seen += 1
      fields = headingsOf(line, profile)
      if (fields === null && seen >= HEADINGS_WITHIN) throw missing(profile, [])
    } else if (line.cells.some((cell) => cell.text.trim() !== '' || cell.type === 'formula'))
      yield { place: line.place, cells: cellsByField(line, fields), is1904: line.is1904 }
  }
  if (fields === null) throw seen === 0 ? new ListFileError('imports.fileEmpty') : missing(profile, [])
}

function headingsOf(line: TableLine, profile: ListProfile): readonly (ListField | null)[] | null {
  const fields = fieldsOfHeadings(
    line.cells.map((cell) => cell.text),
    profile,
  )
  const known = fields.filter((field) => field !== null)
  if (known.length < LEAST_HEADINGS) return null
  const twice = known.find((field, index) => known.indexOf(field) !== index)
  if (twice !== undefined)
    throw new ListFileError('imports.columnTwice', { column: profile.columns[twice][0] ?? twice })
  if (profile.requiredColumns.some((field) => !known.includes(field))) throw missing(profile, known)
  return fields
}

function missing(profile: ListProfile, known: readonly ListField[]): ListFileError {
  const names = profile.requiredColumns
    .filter((field) => !known.includes(field))
    .map((field) => profile.columns[field][0])
  return new ListFileError('imports.columnsMissing', { columns: names.join(', ') })
}

function cellsByField(line: TableLine, fields: readonly (ListField | null)[]): SourceRow['cells'] {
  const cells: Partial<Record<ListField, SourceCell>> = {}
  for (const [index, field] of fields.entries()) {
    const cell = line.cells[index]
    if (field !== null && cell !== undefined && (cell.text.trim() !== '' || cell.type === 'formula'))
      cells[field] = cell
  }
  return cells
}
