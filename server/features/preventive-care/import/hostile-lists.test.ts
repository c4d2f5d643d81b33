import { readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import PizZip from 'pizzip'
import { describe, expect, it } from 'vitest'
import {
  csvList,
  type ListRecord,
  memoryFile,
  recordOf,
  sheetOf,
  xlsxList,
  xmlList,
} from '#server/testing/list-files.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { listProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import { readRow } from '#shared/features/preventive-care/import/read-row.ts'
import { ListFileError } from './list-file.ts'
import { readList } from './read-list.ts'

const PROFILE = listProfile.parse(
  JSON.parse(
    readFileSync(new URL('../../../../assets/reference/clinic-list-profile.ru.json', import.meta.url), 'utf8'),
  ),
)
const SITE = { profile: PROFILE, today: '2026-11-24', clinicCode: '000001', insurerCode: '00001' }
const ANNA = recordOf(aPerson())
const HEAD = ['Фамилия', 'Имя', 'Отчество', 'Дата рождения', 'Номер полиса']
const LINE = ['Смирнова', 'Анна', 'Петровна', '14.03.1957', ANNA['NPOLIS'] ?? '']

/** Why the file was refused, or for each row `ok` or `field code`. */
async function fateOf(name: string, content: Uint8Array): Promise<string | string[]> {
  const rows: string[] = []
  try {
    for await (const source of readList(memoryFile(name, content), PROFILE)) {
      const read = readRow(source, SITE)
      rows.push(read.ok ? 'ok' : read.problems.map((problem) => `${problem.field} ${problem.code}`).join(', '))
    }
  } catch (error) {
    if (error instanceof ListFileError) return error.refusal.code
    throw error
  }
  return rows
}

function person(more: ListRecord): Buffer {
  return xmlList([{ ...ANNA, ...more }])
}

function zipOf(parts: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const zip = new PizZip()
  for (const [name, content] of Object.entries(parts)) zip.file(name, content)
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' }) as Buffer
}

const LAUGHS = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]>\n`
const OUTSIDE = '<!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>\n'
const ZEROS = new Uint8Array(64 * 1024 * 1024)

describe('[P2] hostile files are refused as a whole, with the reason', () => {
  it.each<[what: string, name: string, content: () => Uint8Array, code: string]>([
    ['an empty file', 'list.xml', () => new Uint8Array(0), 'imports.fileEmpty'],
    ['a name that climbs out of its folder', '../../etc/list.xml', () => person({}), 'imports.fileName'],
    ['a Windows path for a name', 'C:\\lists\\list.xml', () => person({}), 'imports.fileName'],
    ['a program', 'list.exe', () => Buffer.from('MZ\u0090'), 'imports.typeUnknown'],
    ['a program under the name of a list', 'list.csv', () => Buffer.from('MZ\u0000\u0003'), 'imports.binaryContent'],
    ['an archive under the name of an exchange file', 'list.xml', () => xlsxList([ANNA]), 'imports.contentNotAsNamed'],
    ['an exchange file under the name of a workbook', 'list.xlsx', () => person({}), 'imports.contentNotAsNamed'],
    ['a workbook of old Excel', 'list.xls', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'imports.oldExcel'],
    ['a workbook with a password', 'list.xlsx', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'imports.oldExcel'],
    [
      'a billion laughs',
      'list.xml',
      () => xmlList([{ ...ANNA, FAM: '&lol9;' }], { prologue: LAUGHS }),
      'imports.doctype',
    ],
    [
      'an entity from outside (XXE)',
      'list.xml',
      () => xmlList([{ ...ANNA, FAM: '&xxe;' }], { prologue: OUTSIDE }),
      'imports.doctype',
    ],
    ['an undeclared entity', 'list.xml', () => xmlList([{ ...ANNA, FAM: '&xxe;' }]), 'imports.xmlBroken'],
    ['an exchange file cut off', 'list.xml', () => person({}).subarray(0, 200), 'imports.xmlBroken'],
    ['another document', 'list.xml', () => xmlList([ANNA], { root: 'FLK_P' }), 'imports.notThisList'],
    ['a list without records', 'list.xml', () => xmlList([]), 'imports.noRows'],
    [
      'UTF-8 declared, windows-1251 inside',
      'list.xml',
      () => xmlList([ANNA], { declared: 'utf-8', encoding: 'windows-1251' }),
      'imports.encodingWrong',
    ],
    [
      'windows-1251 declared, UTF-8 inside',
      'list.xml',
      () => xmlList([ANNA], { encoding: 'utf-8' }),
      'imports.encodingWrong',
    ],
    [
      'an encoding of another world',
      'list.xml',
      () => xmlList([ANNA], { declared: 'koi8-r' }),
      'imports.encodingUnknown',
    ],
    ['UTF-16', 'list.csv', () => csvList([ANNA], { encoding: 'utf-16' }), 'imports.encodingUnknown'],
    [
      'NUL bytes',
      'list.xml',
      () => Buffer.concat([person({}).subarray(0, 200), Buffer.from([0]), person({}).subarray(200)]),
      'imports.binaryContent',
    ],
    [
      'a value of 5 MB in an exchange file',
      'list.xml',
      () => person({ FAM: 'Ж'.repeat(5 * 1024 * 1024) }),
      'imports.cellTooLong',
    ],
    [
      'a value of 5 MB in a table',
      'list.csv',
      () => csvList([{ ...ANNA, FAM: 'Ж'.repeat(5 * 1024 * 1024) }]),
      'imports.cellTooLong',
    ],
    [
      'a value of 5 MB in a workbook',
      'list.xlsx',
      () => sheetOf([HEAD, ['7'.repeat(5 * 1024 * 1024)]]),
      'imports.cellTooLong',
    ],
    [
      'a quote that nobody closes',
      'list.csv',
      () => Buffer.from(`${HEAD.join(';')}\r\n"Смирнова;Анна;;14.03.1957;1\r\n`),
      'imports.csvBroken',
    ],
    ['a table without headings', 'list.csv', () => Buffer.from(`${LINE.join(';')}\r\n`), 'imports.columnsMissing'],
    [
      'a table without birth dates',
      'list.csv',
      () => csvList([{ FAM: 'Смирнова', IM: 'Анна', OT: '', NPOLIS: '1' }]),
      'imports.columnsMissing',
    ],
    [
      'a heading that stands twice',
      'list.csv',
      () => Buffer.from('Фамилия;Имя;Дата рождения;Фамилия\r\n'),
      'imports.columnTwice',
    ],
    [
      'a zip bomb',
      'list.xlsx',
      () => sheetOf([HEAD, LINE], { parts: { 'xl/sharedStrings.xml': ZEROS } }),
      'imports.archiveBomb',
    ],
    ['a workbook cut off', 'list.xlsx', () => xlsxList([ANNA]).subarray(0, 900), 'imports.archiveDamaged'],
    [
      'a part that climbs out of the archive',
      'list.xlsx',
      () => zipOf({ '../../evil.sh': 'x', 'xl/workbook.xml': '<a/>' }),
      'imports.archiveDamaged',
    ],
    ['macros', 'list.xlsx', () => sheetOf([HEAD, LINE], { parts: { 'xl/vbaProject.bin': 'x' } }), 'imports.macros'],
    ['an archive that is no workbook', 'list.xlsx', () => zipOf({ 'photo.jpg': 'x' }), 'imports.sheetMissing'],
    [
      'a workbook with entities',
      'list.xlsx',
      () => sheetOf([HEAD, LINE], { workbook: `${OUTSIDE}<workbook/>` }),
      'imports.doctype',
    ],
  ])('%s', async (_what, name, content, code) => {
    expect(await fateOf(name, content())).toBe(code)
  })

  it('holds little of a value of 5 MB before it is refused', async () => {
    let asked = 0
    const content = person({ FAM: 'Ж'.repeat(5 * 1024 * 1024) })
    const file = memoryFile('list.xml', content)
    const counted = {
      ...file,
      async *bytes(start: number, end: number) {
        for await (const piece of file.bytes(start, end)) {
          asked += piece.length
          yield piece
        }
      },
    }
    await expect(readList(counted, PROFILE).next()).rejects.toThrow('imports.cellTooLong')
    expect(asked).toBeLessThan(400_000)
  })
})

describe('[P2] wrong rows are refused each, with field and reason', () => {
  it.each<[what: string, more: ListRecord, fate: string]>([
    ['a birth date in the future', { DR: '2026-12-01' }, 'birthDate imports.birthDateFuture'],
    ['a birth date that does not exist', { DR: '1957-02-30' }, 'birthDate date.invalid'],
    ['a birth date of two digits', { DR: '14.03.57' }, 'birthDate date.invalid'],
    ['a person of 130 years', { DR: '1896-03-14' }, 'birthDate imports.birthDateTooEarly'],
    ['a child', { DR: '2015-03-14' }, 'birthDate imports.notAdult'],
    ['a policy that fails its check', { NPOLIS: '7856240835001234' }, 'policyNumber policy.checkDigit'],
    ['a policy of 15 digits', { NPOLIS: '785624083500123' }, 'policyNumber policy.length'],
    ['a СНИЛС that fails its check', { SNILS: '112-233-445 96' }, 'snils snils.invalid'],
    ['no surname', { FAM: ' ' }, 'surname imports.required'],
    ['a name that is a formula', { FAM: '=HYPERLINK("http://x","y")' }, 'surname imports.nameInvalid'],
    ['a name that is a script', { IM: '<script>alert(1)</script>' }, 'givenName imports.nameInvalid'],
    ['an initial for a name', { IM: 'А.' }, 'givenName imports.nameInitial'],
    ['a name of 5,000 letters', { FAM: 'Ж'.repeat(5000) }, 'surname imports.valueTooLong'],
    ['letters that turn the direction of text', { FAM: 'Смир\u202eнова' }, 'surname imports.controlCharacters'],
    ['an unknown sex', { W: '3' }, 'sex imports.sexInvalid'],
    ['an unknown kind of care', { DISP_TYP: '99' }, 'careKind imports.careKindUnknown'],
    ['a fifth quarter', { D_PERIOD: '5' }, 'quarter imports.numberInvalid'],
    ['a month outside the quarter', { MES: '12', D_PERIOD: '1' }, 'month imports.monthOutsideQuarter'],
    ['another clinic', { MCODE: '000002' }, 'clinic imports.clinicOther'],
    ['another insurer', { SMOCOD: '00002' }, 'insurer imports.insurerOther'],
    ['last year', { YEAR: '2025' }, 'year imports.yearOther'],
    ['stage 2 before stage 1', { DAT_ET1: '2026-05-02', DAT_ET2: '2026-05-01' }, 'stage2On imports.stage2BeforeStage1'],
    [
      'everything at once',
      { FAM: '', DR: 'x', SNILS: '1' },
      'surname imports.required, birthDate date.invalid, snils snils.invalid',
    ],
  ])('%s', async (_what, more, fate) => {
    expect(await fateOf('list.xml', xmlList([{ ...ANNA, ...more }], { declared: 'utf-8' }))).toEqual([fate])
  })

  it.each<[what: string, cells: readonly (string | { xml: string })[], fate: string]>([
    ['a formula', [{ xml: '<c><f>1+1</f><v>2</v></c>' }, ...LINE.slice(1)], 'surname imports.formulaCell'],
    ['an error of calculation', [{ xml: '<c t="e"><v>#REF!</v></c>' }, ...LINE.slice(1)], 'surname imports.errorCell'],
    [
      'a policy number that Excel rounded',
      [...LINE.slice(0, 4), { xml: '<c><v>7.85624083500123E+15</v></c>' }],
      'policyNumber imports.policyRounded',
    ],
    [
      'a year where a date should be',
      [...LINE.slice(0, 3), { xml: '<c><v>1957</v></c>' }],
      'birthDate imports.birthDateTooEarly',
    ],
  ])('in a workbook: %s', async (_what, cells, fate) => {
    const [read] = (await fateOf('list.xlsx', sheetOf([HEAD, cells]))) as string[]
    expect(read).toContain(fate)
  })
})

describe('[P2] the same list in every form', () => {
  const people = [aPerson(), aPerson({ surname: 'Соловьёва-Иванова', patronymic: null }, 2)].map((one) => recordOf(one))

  it.each<[what: string, name: string, content: Uint8Array]>([
    ['exchange file in windows-1251', 'list.xml', xmlList(people)],
    ['exchange file in UTF-8', 'list.XML', xmlList(people, { declared: 'UTF-8' })],
    ['table with semicolons in UTF-8 with a mark', 'list.csv', csvList(people, { mark: true })],
    ['table with commas', 'list.csv', csvList(people, { delimiter: ',' })],
    ['table with tabs in windows-1251', 'list.txt', csvList(people, { delimiter: '\t', encoding: 'windows-1251' })],
    ['table under a title', 'list.csv', csvList(people, { title: 'Список\r\n\r\n' })],
    ['workbook', 'list.xlsx', xlsxList(people)],
  ])('%s', async (_what, name, content) => {
    const rows: unknown[] = []
    for await (const source of readList(memoryFile(name, content, 113), PROFILE)) rows.push(readRow(source, SITE))
    expect(rows).toMatchObject([
      { ok: true, row: { surname: 'Смирнова', birthDate: '1957-03-14', sex: 'female', care: 'checkUp', quarter: 4 } },
      { ok: true, row: { surname: 'Соловьёва-Иванова', patronymic: null } },
    ])
  })

  it('reads dates of a workbook as days of either epoch', async () => {
    const lines = [HEAD, [...LINE.slice(0, 3), { xml: '<c><v>20893</v></c>' }, LINE[4] ?? '']]
    const later = '<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet r:id="rId1"/></sheets></workbook>'
    const read = async (content: Uint8Array) => {
      const { value } = await readList(memoryFile('list.xlsx', content), PROFILE).next()
      return value === undefined ? null : readRow(value, SITE)
    }
    expect(await read(sheetOf(lines))).toMatchObject({ row: { birthDate: '1957-03-14' } })
    expect(await read(sheetOf(lines, { workbook: later }))).toMatchObject({ row: { birthDate: '1961-03-15' } })
  })

  it('gives rows while the file is still being read, and lets go of it when it is left', async () => {
    const records = Array.from({ length: 5_000 }, (_, index) => recordOf(aPerson({}, index + 1)))
    const content = iconv.encode(iconv.decode(xmlList(records), 'windows-1251'), 'windows-1251')
    let asked = 0
    const file = memoryFile('list.xml', content)
    const counted = {
      ...file,
      async *bytes(start: number, end: number) {
        for await (const piece of file.bytes(start, end)) {
          asked += piece.length
          yield piece
        }
      },
    }
    const rows = readList(counted, PROFILE)
    for (let n = 0; n < 100; n += 1) expect((await rows.next()).done).toBe(false)
    await rows.return(undefined)
    expect(asked).toBeLessThan(content.length / 4)
  })
})
