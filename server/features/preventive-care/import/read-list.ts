import type { ListProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import type { SourceRow } from '#shared/features/preventive-care/import/list-row.ts'
import { csvLines } from './csv-lines.ts'
import { type FileKind, type ListFile, ListFileError, recogniseFile, sampleOf } from './list-file.ts'
import { spreadsheetLines } from './spreadsheet-lines.ts'
import { tableRows } from './table-rows.ts'
import { decodedText, encodingOfTable, encodingOfXml } from './text-decoding.ts'
import { xmlRows } from './xml-rows.ts'

/**
 * Records of a list in the order of the file, however large it is: only the piece at hand is in memory. The same file gives the same
 * records at the same numbers, so that reading can go on after a restart.
 * @throws ListFileError when the file as a whole is not a list; what was given before stays good
 */
export async function* readList(file: ListFile, profile: ListProfile): AsyncGenerator<SourceRow> {
  const sample = await sampleOf(file)
  const kind = recogniseFile(file.name, file.size, sample)
  let rows = 0
  for await (const row of rowsOf(kind, file, sample, profile)) {
    rows += 1
    if (rows > profile.maxRows) throw new ListFileError('imports.tooManyRows', { max: profile.maxRows })
    yield row
  }
  if (rows === 0) throw new ListFileError('imports.noRows')
}

function rowsOf(kind: FileKind, file: ListFile, sample: Buffer, profile: ListProfile): AsyncGenerator<SourceRow> {
  const all = file.bytes(0, file.size)
  switch (kind) {
    case 'xml':
      return xmlRows(decodedText(all, encodingOfXml(sample)), profile)
    case 'csv': {
      const encoding = encodingOfTable(sample)
      return tableRows(csvLines(decodedText(all, encoding), sample.toString('latin1')), profile)
    }
    case 'xlsx':
      return tableRows(spreadsheetLines(file), profile)
  }
}
