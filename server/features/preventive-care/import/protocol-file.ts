import { Readable } from 'node:stream'
import writeExcelFile from 'write-excel-file/node'
import type { ListProtocol } from '#shared/features/preventive-care/import/list-protocol.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { StoredRow } from './import-tables.ts'

/** One line of the protocol: place, person as the file has her, outcome, field, reason. */
export type ProtocolLine = readonly [place: number, label: string, outcome: string, field: string, reason: string]

/** Pages of rows in the order of the file. */
export type RowPages = AsyncIterable<readonly StoredRow[]>

/** Lines of one row: one for each fault, doubt, conflict and remark; one for a row without any. */
export function protocolLines(row: StoredRow, texts: ListProtocol): ProtocolLine[] {
  const outcome = texts.outcomes[row.outcome === null ? row.kind : `outcome.${row.outcome}`] ?? ''
  const line = (field: string, reason: string): ProtocolLine => [row.place, row.label, outcome, field, reason]
  const told = (refusal: Refusal): ProtocolLine =>
    line(texts.fields[refusal.field ?? ''] ?? '', filled(texts.problems[refusal.code] ?? refusal.code, refusal.args))
  const lines = [
    ...(row.problems ?? []).map(told),
    ...(row.decision === null ? (row.pairs ?? []) : []).map(({ reasons }) =>
      line('', reasons.map((reason) => texts.doubts[reason] ?? reason).join(', ')),
    ),
    ...(row.conflicts ?? []).map((field) => line(texts.fields[field] ?? field, texts.conflict)),
    ...(row.remarks ?? []).map(told),
  ]
  return lines.length > 0 ? lines : [line('', row.outcome === 'left' ? texts.left : '')]
}

function filled(text: string, args: Refusal['args']): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(args?.[name] ?? ''))
}

/** The protocol as text for Russian spreadsheets: UTF-8 with a mark, semicolons; made line by line, however long it is. */
export function protocolCsv(pages: RowPages, texts: ListProtocol): Readable {
  return Readable.from(csvPieces(pages, texts))
}

async function* csvPieces(pages: RowPages, texts: ListProtocol): AsyncGenerator<string> {
  yield `\ufeff${csvLine(Object.values(texts.columns))}`
  for await (const rows of pages) yield rows.flatMap((row) => protocolLines(row, texts).map(csvLine)).join('')
}

/** What a list says must not become a formula when the protocol is opened (CSV injection): such a value is made plain text. */
function csvLine(values: readonly (string | number)[]): string {
  const cells = values.map((value) => {
    const text = typeof value === 'string' && /^[\s]*[=+\-@|%]/.test(value) ? `'${value}` : String(value)
    return `"${text.replaceAll('"', '""')}"`
  })
  return `${cells.join(';')}\r\n`
}

/** The protocol as a workbook: every cell is typed as text or number, so nothing in it can be a formula. */
export async function protocolWorkbook(pages: RowPages, texts: ListProtocol): Promise<Readable> {
  const head = Object.values(texts.columns).map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
  const data: (readonly { value: string | number; type: StringConstructor | NumberConstructor }[])[] = [head]
  for await (const rows of pages)
    for (const row of rows)
      for (const [place, ...words] of protocolLines(row, texts))
        data.push([{ value: place, type: Number }, ...words.map((value) => ({ value, type: String }))])
  const columns = [12, 44, 24, 24, 90].map((width) => ({ width }))
  const file = writeExcelFile(data as never, { sheet: texts.sheet, columns, stickyRowsCount: 1 } as never)
  return Readable.from(await file.toBuffer())
}
