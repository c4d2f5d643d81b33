import { sql } from 'kysely'
import writeExcelFile from 'write-excel-file/node'
import type { Tx } from '#server/db/database.ts'
import type { SurveyExportQuery, SurveyExportWords } from '#shared/features/call-scripts/survey-export.ts'
import type { SurveyResponse } from '#shared/features/call-scripts/survey-response.ts'
import { type UploadEntry, uploadFaults } from '#shared/features/call-scripts/survey-upload.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { noteOf, type SurveyReference } from './survey-rules.ts'

interface ResponseRow {
  readonly data: SurveyResponse
  readonly surname: string
  readonly given_name: string
  readonly patronymic: string | null
  readonly birth_date: string
}

/** One line of the file: an entry of the upload with the person it is about. */
export interface SurveyLine {
  readonly entry: UploadEntry
  readonly person: Omit<ResponseRow, 'data'>
  readonly fault: Refusal | null
}

/** Answers of named people with codes that the fund takes; every list of the period is read, for lists exclude each other by day. */
export async function readSurveyLines(
  tx: Tx,
  orgId: string,
  query: SurveyExportQuery,
  reference: SurveyReference,
  today: LocalDate,
): Promise<SurveyLine[]> {
  const { rows } = await sql<ResponseRow>`
    select response.data, person.data->>'surname' as surname, person.data->>'givenName' as given_name,
      person.data->>'patronymic' as patronymic, person.data->>'birthDate' as birth_date
    from survey_responses response join insured_persons person
      on person.id = response.person_id and person.org_id = response.org_id and person.data is not null
    where response.org_id = ${orgId} and response.data is not null
      and response.answered_on between ${query.from}::date and ${query.to}::date
    order by response.answered_on, response.id`.execute(tx)
  const lists = new Set(reference.rules.lists.map((list) => list.scale))
  const entries = rows.flatMap(({ data, ...person }) =>
    data.answers
      .filter((answer) => answer.scale !== null && lists.has(answer.scale))
      .map((answer) => ({ person, entry: entryOf(data, answer) })),
  )
  const faults = uploadFaults(
    entries.map(({ entry }) => entry),
    reference.rules,
    reference.known,
    today,
  )
  return entries
    .filter(({ entry }) => entry.scale === query.scale)
    .map((line) => ({ ...line, fault: faults.get(line.entry.key) ?? null }))
}

function entryOf(response: SurveyResponse, answer: SurveyResponse['answers'][number]): UploadEntry {
  return {
    key: `${response.id}/${answer.item}`,
    personId: response.personId ?? '',
    on: response.on,
    scale: answer.scale ?? '',
    codes: answer.codes,
    note: noteOf(response),
  }
}

/**
 * The workbook for the fund (DOMAIN §5: three lines of head, columns in line 4, data from line 5, a line for each code), and on a second
 * sheet what would be refused there, with the reason. Every cell is text, so nothing that somebody said can become a formula.
 */
export async function surveyWorkbook(
  lines: readonly SurveyLine[],
  words: SurveyExportWords,
  head: { readonly insurer: string; readonly madeOn: LocalDate },
): Promise<Buffer> {
  const text = (value: string): { value: string; type: StringConstructor } => ({ value, type: String })
  const bold = (value: string) => ({ value, type: String, fontWeight: 'bold' as const })
  const cells = ({ entry, person }: SurveyLine, code: string) =>
    [person.surname, person.given_name, person.patronymic ?? '', person.birth_date, entry.on, code, entry.note].map(
      text,
    )
  const accepted = [
    [text(words.head.query), text(words.query)],
    [text(words.head.made), text(head.madeOn)],
    [text(words.head.insurer), text(head.insurer)],
    words.columns.map(bold),
    ...lines.filter(({ fault }) => fault === null).flatMap((line) => line.entry.codes.map((code) => cells(line, code))),
  ]
  const refused = [
    [...words.columns, words.reason].map(bold),
    ...lines
      .filter(({ fault }) => fault !== null)
      .map((line) => [...cells(line, line.entry.codes.join(', ')), text(reasonOf(line.fault, words))]),
  ]
  const columns = [22, 18, 22, 14, 14, 18, 60, 60].map((width) => ({ width }))
  const sheets = [
    { data: accepted, sheet: words.accepted, columns: columns.slice(0, 7) },
    { data: refused, sheet: words.refused, columns },
  ]
  return writeExcelFile(sheets as never).toBuffer()
}

function reasonOf(fault: Refusal | null, words: SurveyExportWords): string {
  const sentence = words.reasons[fault?.code ?? ''] ?? fault?.code ?? ''
  return sentence.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(fault?.args?.[name] ?? ''))
}
