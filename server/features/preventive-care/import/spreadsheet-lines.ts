import type { SourceCell } from '#shared/features/preventive-care/import/list-row.ts'
import { type ListFile, ListFileError } from './list-file.ts'
import { SafeXml } from './safe-xml.ts'
import { readSharedStrings } from './shared-strings.ts'
import { openSpreadsheet, type SpreadsheetArchive } from './spreadsheet-archive.ts'
import type { TableLine } from './table-rows.ts'
import { decodedText } from './text-decoding.ts'

const WORKBOOK = 'xl/workbook.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'
const SHARED_STRINGS = 'xl/sharedStrings.xml'
/** Cells to the right of this column are not read; lists have twenty columns. */
const MOST_COLUMNS = 200
/** The format has no more rows. */
const LAST_ROW = 1_048_576
const EMPTY: SourceCell = { text: '', type: 'text' }

/**
 * Lines of the first visible sheet, read as a stream. Values only: a formula is marked and its result is not believed, links to other
 * files are not followed.
 * @throws ListFileError
 */
export async function* spreadsheetLines(file: ListFile): AsyncGenerator<TableLine> {
  const archive = await openSpreadsheet(file)
  try {
    const { sheet, is1904 } = await readWorkbook(archive)
    const strings = archive.has(SHARED_STRINGS) ? await readSharedStrings(textOf(archive, SHARED_STRINGS)) : []
    yield* sheetLines(textOf(archive, sheet), strings, is1904)
  } finally {
    archive.close()
  }
}

function textOf(archive: SpreadsheetArchive, part: string): AsyncGenerator<string> {
  return decodedText(archive.part(part), 'utf-8')
}

/** The part of the first sheet that is not hidden, and the epoch of its dates. */
async function readWorkbook(archive: SpreadsheetArchive): Promise<{ sheet: string; is1904: boolean }> {
  let relation: string | null = null
  let is1904 = false
  await readXml(textOf(archive, WORKBOOK), (name, attributes) => {
    if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
    if (name === 'sheet' && (attributes['state'] ?? 'visible') === 'visible') relation ??= attributes['r:id'] ?? null
  })
  let target: string | null = null
  await readXml(textOf(archive, RELATIONS), (name, attributes) => {
    if (name === 'Relationship' && attributes['Id'] === relation && attributes['TargetMode'] !== 'External')
      target = attributes['Target'] ?? null
  })
  if (target === null) throw new ListFileError('imports.sheetMissing')
  const path: string = target
  return { sheet: path.startsWith('/') ? path.slice(1) : `xl/${path}`, is1904 }
}

async function readXml(
  text: AsyncIterable<string>,
  open: (name: string, attributes: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const xml = new SafeXml({ open, close: () => {} })
  for await (const piece of text) xml.write(piece)
  xml.end()
}

async function* sheetLines(
  text: AsyncIterable<string>,
  strings: readonly string[],
  is1904: boolean,
): AsyncGenerator<TableLine> {
  let lines: TableLine[] = []
  let place = 0
  let cells: SourceCell[] = []
  let cell: OpenCell | null = null
  const xml = new SafeXml({
    open(name, attributes) {
      if (name === 'row') {
        place = placeOf(attributes['r'], place)
        cells = []
      } else if (name === 'c') {
        const column = columnOf(attributes['r']) ?? cells.length
        cell = { column, type: attributes['t'] ?? 'n', value: '', inline: '', isFormula: false }
      } else if (name === 'f' && cell !== null) cell.isFormula = true
    },
    close(name, inner) {
      if (name === 'row') lines.push({ place, cells, is1904 })
      else if (cell === null) return
      else if (name === 'v') cell.value = inner
      else if (name === 't') cell.inline += inner
      else if (name === 'c') {
        if (cell.column < MOST_COLUMNS) {
          while (cells.length < cell.column) cells.push(EMPTY)
          cells[cell.column] = cellValue(cell, strings)
        }
        cell = null
      }
    },
  })
  for await (const piece of text) {
    xml.write(piece)
    if (lines.length === 0) continue
    const ready = lines
    lines = []
    yield* ready
  }
  xml.end()
  yield* lines
}

interface OpenCell {
  readonly column: number
  readonly type: string
  value: string
  inline: string
  isFormula: boolean
}

function cellValue(cell: OpenCell, strings: readonly string[]): SourceCell {
  if (cell.isFormula) return { text: '', type: 'formula' }
  switch (cell.type) {
    case 's': {
      const text = strings[Number(cell.value)]
      if (text === undefined) throw new ListFileError('imports.archiveDamaged')
      return { text, type: 'text' }
    }
    case 'inlineStr':
      return { text: cell.inline, type: 'text' }
    case 'n':
      return { text: cell.value, type: cell.value === '' ? 'text' : 'number' }
    case 'e':
      return { text: cell.value, type: 'error' }
    default:
      return { text: cell.value, type: 'text' }
  }
}

/** Numbers of rows only rise; a sheet that says otherwise is counted instead. */
function placeOf(given: string | undefined, before: number): number {
  const place = Number(given)
  return Number.isInteger(place) && place > before && place <= LAST_ROW ? place : before + 1
}

/** `C12` is 2. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1]
  if (letters === undefined) return null
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
