import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import PizZip from 'pizzip'

/** The ordinary way to read a list: the whole file, then all of its records as objects, in memory at once. */
export function readWhole(kind: 'xml' | 'csv' | 'xlsx', file: Buffer): Record<string, string>[] {
  switch (kind) {
    case 'xml':
      return [...iconv.decode(file, 'windows-1251').matchAll(/<ZAP>(.*?)<\/ZAP>/gs)].map(([, body = '']) =>
        Object.fromEntries([...body.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, tag, text]) => [tag, text])),
      )
    case 'csv':
      return parse(file, { columns: true, delimiter: ';', bom: true })
    case 'xlsx':
      return wholeSheet(file)
  }
}

function wholeSheet(file: Buffer): Record<string, string>[] {
  const zip = new PizZip(file)
  const text = (part: string): string => zip.file(part)?.asText() ?? ''
  const strings = [...text('xl/sharedStrings.xml').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, one = '']) => one)
  const lines = [...text('xl/worksheets/sheet1.xml').matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, body = '']) =>
    [...body.matchAll(/<v>(\d+)<\/v>/g)].map(([, index]) => strings[Number(index)] ?? ''),
  )
  const [headings = [], ...rows] = lines
  return rows.map((cells) => Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? ''])))
}
