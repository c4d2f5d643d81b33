import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { ListFileError } from './list-file.ts'
import type { TableLine } from './table-rows.ts'

const LONGEST_RECORD = 65_536
const DELIMITERS = [';', '\t', ','] as const

/** Lines of a table in text: semicolons, tabs or commas, whichever its first lines use most. */
export async function* csvLines(text: AsyncIterable<string>, sample: string): AsyncGenerator<TableLine> {
  const parser = parse({
    delimiter: delimiterOf(sample),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  })
  pipeline(Readable.from(text), parser, () => {})
  try {
    for await (const given of parser) {
      const { record, info } = given as { record: string[]; info: { lines: number } }
      yield {
        place: info.lines,
        cells: record.map((text) => ({ text, type: 'text' as const })),
        is1904: false,
      }
    }
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error
  }
}

function delimiterOf(sample: string): string {
  const lines = sample.split(/\r?\n/, 10)
  const uses = (delimiter: string): number => Math.max(...lines.map((line) => line.split(delimiter).length))
  return [...DELIMITERS].sort((a, b) => uses(b) - uses(a))[0] ?? ';'
}

function refusalOf(error: CsvError): ListFileError {
  const line = Number(error['lines'] ?? 0)
  return new ListFileError(error.code === 'CSV_MAX_RECORD_SIZE' ? 'imports.cellTooLong' : 'imports.csvBroken', { line })
}
