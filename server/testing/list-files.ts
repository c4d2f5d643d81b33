import iconv from 'iconv-lite'
import PizZip from 'pizzip'
import type { ListFile } from '#server/features/preventive-care/import/list-file.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

/** A record of a list by the tags of the exchange file. */
export type ListRecord = Readonly<Record<string, string>>

/** Headings of a table for the tags of the exchange file. */
const HEADINGS: Readonly<Record<string, string>> = {
  FAM: 'Фамилия',
  IM: 'Имя',
  OT: 'Отчество',
  DR: 'Дата рождения',
  W: 'Пол',
  SPOLIS: 'Серия полиса',
  NPOLIS: 'Номер полиса',
  SNILS: 'СНИЛС',
  PHONE: 'Телефон',
  UCH: 'Участок',
  DISP_TYP: 'Вид мероприятия',
  D_PERIOD: 'Квартал',
  MES: 'Месяц',
  YEAR: 'Год',
  DAT_ET1: '1 этап пройден',
  NAPR_ET2: 'Направлен на 2 этап',
  DAT_ET2: '2 этап пройден',
  SMOCOD: 'Код СМО',
  MCODE: 'Код МО',
}

/** What a clinic would write of a person: the whole record, unless `more` says otherwise. */
export function recordOf(person: InsuredPerson, more: ListRecord = {}): ListRecord {
  return {
    FAM: person.surname,
    IM: person.givenName,
    OT: person.patronymic ?? '',
    DR: person.birthDate,
    W: person.sex === 'male' ? '1' : '2',
    NPOLIS: person.policy.number,
    SNILS: person.snils ?? '',
    PHONE: person.phones[0]?.number ?? '',
    UCH: String(person.precinct),
    DISP_TYP: person.prevention.due === 'checkUp' ? '4' : '5',
    D_PERIOD: String(person.prevention.quarter ?? 1),
    ...more,
  }
}

export interface XmlOptions {
  readonly clinicCode?: string
  readonly declared?: string
  readonly encoding?: string
  /** Stands after the declaration. */
  readonly prologue?: string
  readonly root?: string
}

export function xmlList(records: readonly ListRecord[], options: XmlOptions = {}): Buffer {
  const {
    clinicCode = '000001',
    declared = 'windows-1251',
    encoding = declared,
    prologue = '',
    root = 'ZL_LIST',
  } = options
  const escaped = (text: string): string =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('&amp;xxe;', '&xxe;')
      .replaceAll('&amp;lol9;', '&lol9;')
  const body = records.map((record) => {
    const fields = Object.entries(record).map(([tag, text]) => `<${tag}>${escaped(text)}</${tag}>`)
    return `<ZAP>${fields.join('')}</ZAP>`
  })
  const text = `<?xml version="1.0" encoding="${declared}"?>\n${prologue}<${root}><ZGLV><CODE_MO>${clinicCode}</CODE_MO><YEAR>2026</YEAR></ZGLV>\n${body.join('\n')}\n</${root}>\n`
  return iconv.encode(text, encoding)
}

export interface CsvOptions {
  readonly encoding?: string
  readonly delimiter?: string
  readonly mark?: boolean
  /** Lines above the headings. */
  readonly title?: string
}

export function csvList(records: readonly ListRecord[], options: CsvOptions = {}): Buffer {
  const { encoding = 'utf-8', delimiter = ';', mark = false, title = '' } = options
  const tags = tagsOf(records)
  const quote = (text: string): string => (/["\n;,\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = [
    tags.map((tag) => HEADINGS[tag] ?? tag),
    ...records.map((record) => tags.map((tag) => record[tag] ?? '')),
  ].map((values) => values.map(quote).join(delimiter))
  return iconv.encode(`${mark ? '\ufeff' : ''}${title}${lines.join('\r\n')}\r\n`, encoding)
}

function tagsOf(records: readonly ListRecord[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))]
}

/** A cell of a sheet as XML: text by default, or whatever is written instead. */
export type SheetCell = string | { readonly xml: string }

export interface SheetOptions {
  readonly parts?: Readonly<Record<string, string | Uint8Array>>
  readonly workbook?: string
}

/** A workbook written by hand, so that tests can write what no spreadsheet would. */
export function sheetOf(lines: readonly (readonly SheetCell[])[], options: SheetOptions = {}): Buffer {
  // A text stands once, however many cells have it, as spreadsheets write it.
  const strings = new Map<string, number>()
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const cell = (value: SheetCell, column: number, row: number): string => {
    const reference = `${columnName(column)}${row}`
    if (typeof value !== 'string') return value.xml.replace('<c', `<c r="${reference}"`)
    const index = strings.get(value) ?? strings.size
    strings.set(value, index)
    return `<c r="${reference}" t="s"><v>${index}</v></c>`
  }
  const rows = lines.map(
    (line, index) =>
      `<row r="${index + 1}">${line.map((value, column) => cell(value, column, index + 1)).join('')}</row>`,
  )
  const zip = new PizZip()
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts: Record<string, string | Uint8Array> = {
    'xl/workbook.xml':
      options.workbook ??
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="sheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${[...strings.keys()].map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    ...options.parts,
  }
  for (const [name, content] of Object.entries(parts)) zip.file(name, content)
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' }) as Buffer
}

export function xlsxList(records: readonly ListRecord[]): Buffer {
  const tags = tagsOf(records)
  return sheetOf([
    tags.map((tag) => HEADINGS[tag] ?? tag),
    ...records.map((record) => tags.map((tag) => record[tag] ?? '')),
  ])
}

function columnName(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : columnName(Math.floor(column / 26) - 1) + columnName(column % 26)
}

/** A file in memory, in pieces of an awkward size. */
export function memoryFile(name: string, content: Uint8Array, pieceBytes = 10_007): ListFile {
  return {
    name,
    size: content.length,
    async *bytes(start, end) {
      for (let at = start; at < Math.min(end, content.length); at += pieceBytes)
        yield content.subarray(at, Math.min(at + pieceBytes, end))
    },
  }
}
