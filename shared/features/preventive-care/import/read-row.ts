import { addDays, ageReachedIn, type LocalDate } from '../../../kernel/calendar.ts'
import { type Refusal, refuse } from '../../../kernel/errors.ts'
import { toPhoneNumber } from '../../../kernel/phone.ts'
import { decodePolicyNumber, type Policy, policyNumberProblem } from '../../../kernel/policy-number.ts'
import { isSnils } from '../../../kernel/snils.ts'
import { cleanText, isPlainText } from '../../../kernel/text.ts'
import { dateOfCell } from './dates.ts'
import { type ListField, type ListProfile, plainWord } from './list-profile.ts'
import type { ListRow, ReadRow, SourceRow } from './list-row.ts'
import { tidyName } from './names.ts'

/** Longest value that is kept; the kernel and the card allow no longer name. */
const LONGEST_NAME = 80
const LONGEST_VALUE = 200
const OLDEST_AGE = 120
/** A full name, perhaps of several words; a first letter with a dot is none. */
const NAME = /^\p{L}[\p{L}' -]*$/u
const INITIAL = /^\p{L}\.?$/u

/** Against what a list is read. */
export interface ListSite {
  readonly profile: ListProfile
  /** Today at the organisation. */
  readonly today: LocalDate
  /** Six digits of the clinic that the list is loaded for. */
  readonly clinicCode: string
  /** Five digits of our insurer. */
  readonly insurerCode: string
}

/**
 * Checks one record and brings it into one form. Every fault is named with its field, so that the clinic mends a row once and not
 * fault by fault. What only helps, such as a telephone, is left out with a remark instead of refusing the row.
 */
export function readRow(source: SourceRow, site: ListSite): ReadRow {
  const reader = new CellReader(source, site)
  const row: ListRow = {
    surname: reader.name('surname') ?? '',
    givenName: reader.name('givenName') ?? '',
    patronymic: reader.patronymic(),
    birthDate: reader.birthDate(),
    sex: reader.sex(),
    policy: reader.policy(),
    snils: reader.snils(),
    phone: reader.phone(),
    unit: reader.count('unit', 99),
    precinct: reader.count('precinct', 999),
    care: reader.care(),
    quarter: reader.quarter(),
    stage1On: reader.stageDay('stage1On'),
    sentToStage2: reader.yesOrNo('sentToStage2'),
    stage2On: reader.stageDay('stage2On'),
  }
  reader.checkOrganisation()
  reader.checkStages(row)
  const { problems, remarks } = reader
  return problems.length > 0 ? { ok: false, problems } : { ok: true, row: withSex(row), remarks }
}

/** A policy number says the sex where the list does not. */
function withSex(row: ListRow): ListRow {
  if (row.sex !== null || row.policy?.kind !== 'unified') return row
  return { ...row, sex: decodePolicyNumber(row.policy.number)?.sex ?? null }
}

class CellReader {
  readonly problems: Refusal[] = []
  readonly remarks: Refusal[] = []
  readonly #source: SourceRow
  readonly #site: ListSite

  constructor(source: SourceRow, site: ListSite) {
    this.#source = source
    this.#site = site
    for (const field of Object.keys(source.cells) as ListField[]) this.#checkCell(field)
  }

  name(field: 'surname' | 'givenName'): string | null {
    const text = this.#text(field)
    if (text === null) {
      this.#refuse('imports.required', field)
      return null
    }
    return this.#checkedName(field, text)
  }

  patronymic(): string | null {
    const text = this.#text('patronymic')
    if (text === null || this.#isWord(text, this.#site.profile.absent)) return null
    return this.#checkedName('patronymic', text)
  }

  birthDate(): LocalDate {
    const date = this.#date('birthDate')
    if (date === undefined) this.#refuse('imports.required', 'birthDate')
    if (date === null) this.#refuse('date.invalid', 'birthDate')
    if (!date) return ''
    const age = ageReachedIn(Number(this.#site.today.slice(0, 4)), date)
    if (date > this.#site.today) this.#refuse('imports.birthDateFuture', 'birthDate')
    else if (age > OLDEST_AGE) this.#refuse('imports.birthDateTooEarly', 'birthDate')
    else if (age < 18) this.#refuse('imports.notAdult', 'birthDate')
    return date
  }

  sex(): 'male' | 'female' | null {
    const text = this.#text('sex')
    if (text === null) return null
    if (this.#isWord(text, this.#site.profile.male)) return 'male'
    if (this.#isWord(text, this.#site.profile.female)) return 'female'
    this.#refuse('imports.sexInvalid', 'sex')
    return null
  }

  /** The kind follows from the form: 16 digits unified, 9 digits without a series temporary, the rest old (DOMAIN §1.2). */
  policy(): Policy | null {
    const cell = this.#source.cells.policyNumber
    const text = this.#text('policyNumber')
    if (text === null) return null
    const series = this.#text('policySeries')
    const number = text.replace(/[\s\-\u2010-\u2015.]/g, '').toUpperCase()
    if (cell?.type === 'number' && (number.length > 15 || /E/.test(number))) {
      this.#refuse('imports.policyRounded', 'policyNumber')
      return null
    }
    const kind = series !== null ? 'oldStyle' : /^\d{9}$/.test(number) ? 'temporary' : 'unified'
    const problem = policyNumberProblem(kind, number)
    if (problem !== null) this.#refuse(problem, 'policyNumber')
    else if (kind === 'oldStyle' && (!/^[\p{L}\d]+$/u.test(number) || (series ?? '').length > 20))
      this.#refuse('imports.policyOldForm', 'policyNumber')
    return { kind, series, number }
  }

  snils(): string | null {
    const text = this.#text('snils')
    if (text === null) return null
    const digits = text.replace(/[\s\-\u2010-\u2015.]/g, '')
    const whole = this.#source.cells.snils?.type === 'number' ? digits.padStart(11, '0') : digits
    if (!isSnils(whole)) this.#refuse('snils.invalid', 'snils')
    return whole
  }

  phone(): string | null {
    const text = this.#text('phone')
    if (text === null) return null
    const number = toPhoneNumber(text.split(/[,;]/)[0] ?? '')
    if (number === null) this.remarks.push(refuse('imports.phoneLeftOut', 'phone'))
    return number
  }

  count(field: 'unit' | 'precinct', most: number): number | null {
    const text = this.#text(field)
    if (text === null) return null
    const value = wholeNumber(text)
    if (value !== null && value >= 1 && value <= most) return value
    this.#refuse('imports.numberInvalid', field, { max: most })
    return null
  }

  care(): ListRow['care'] {
    const text = this.#text('careKind')
    if (text === null) return null
    const { checkUp, preventiveExamination } = this.#site.profile.careKinds
    if (this.#isWord(text, checkUp)) return 'checkUp'
    if (this.#isWord(text, preventiveExamination)) return 'preventiveExamination'
    this.#refuse('imports.careKindUnknown', 'careKind')
    return null
  }

  quarter(): number | null {
    const quarter = this.#small('quarter', 4)
    const month = this.#small('month', 12)
    if (quarter === null) return month === null ? null : Math.ceil(month / 3)
    if (month !== null && Math.ceil(month / 3) !== quarter) this.#refuse('imports.monthOutsideQuarter', 'month')
    return quarter
  }

  stageDay(field: 'stage1On' | 'stage2On'): LocalDate | null {
    const date = this.#date(field)
    if (date === undefined) return null
    const year = this.#site.today.slice(0, 4)
    // A day ahead is the clinic's own zone; more is a slip.
    if (date === null) this.#refuse('date.invalid', field)
    else if (date > addDays(this.#site.today, 1)) this.#refuse('imports.stageInFuture', field)
    else if (date.slice(0, 4) !== year) this.#refuse('imports.yearOther', field, { year: Number(year) })
    return date
  }

  yesOrNo(field: 'sentToStage2'): boolean | null {
    const text = this.#text(field)
    if (text === null) return null
    if (this.#isWord(text, this.#site.profile.yes)) return true
    if (this.#isWord(text, this.#site.profile.no)) return false
    this.#refuse('imports.yesOrNo', field)
    return null
  }

  /** A record of another clinic, insurer or year has no place in this list. */
  checkOrganisation(): void {
    const { clinicCode, insurerCode, today } = this.#site
    const clinic = this.#text('clinic')
    if (clinic !== null && clinic.padStart(6, '0') !== clinicCode)
      this.#refuse('imports.clinicOther', 'clinic', { clinic: clinicCode })
    const insurer = this.#text('insurer')
    if (insurer !== null && insurer.padStart(5, '0') !== insurerCode)
      this.#refuse('imports.insurerOther', 'insurer', { insurer: insurerCode })
    const year = this.#text('year')
    if (year !== null && year !== today.slice(0, 4))
      this.#refuse('imports.yearOther', 'year', { year: Number(today.slice(0, 4)) })
  }

  checkStages(row: ListRow): void {
    if (row.stage2On !== null && row.stage1On !== null && row.stage2On < row.stage1On)
      this.#refuse('imports.stage2BeforeStage1', 'stage2On')
  }

  #checkCell(field: ListField): void {
    const cell = this.#source.cells[field]
    if (cell === undefined) return
    if (cell.type === 'formula') this.#refuse('imports.formulaCell', field)
    if (cell.type === 'error') this.#refuse('imports.errorCell', field)
    if (cell.text.length > LONGEST_VALUE) this.#refuse('imports.valueTooLong', field, { max: LONGEST_VALUE })
    else if (
      !isPlainText(cell.text) &&
      cleanText(cell.text).length <
        cell.text
          .normalize('NFC')
          .trim()
          .replace(/[\r\n\t]+/g, '').length
    )
      this.#refuse('imports.controlCharacters', field)
  }

  #checkedName(field: 'surname' | 'givenName' | 'patronymic', text: string): string {
    const name = tidyName(text)
    if (INITIAL.test(name)) this.#refuse('imports.nameInitial', field)
    else if (!NAME.test(name)) this.#refuse('imports.nameInvalid', field)
    else if (name.length > LONGEST_NAME) this.#refuse('imports.valueTooLong', field, { max: LONGEST_NAME })
    return name
  }

  /** Undefined when the list does not say, null when what it says is no date. */
  #date(field: ListField): LocalDate | null | undefined {
    const cell = this.#source.cells[field]
    return cell === undefined || cell.text.trim() === '' ? undefined : dateOfCell(cell, this.#source.is1904)
  }

  #small(field: 'quarter' | 'month', most: number): number | null {
    const text = this.#text(field)
    if (text === null) return null
    const value = wholeNumber(text)
    if (value !== null && value >= 1 && value <= most) return value
    this.#refuse('imports.numberInvalid', field, { max: most })
    return null
  }

  #isWord(text: string, words: readonly string[]): boolean {
    return words.includes(plainWord(text))
  }

  #text(field: ListField): string | null {
    const text = this.#source.cells[field]?.text.trim() ?? ''
    return text === '' ? null : text
  }

  #refuse(code: string, field: ListField, args?: Record<string, string | number>): void {
    if (this.problems.some((problem) => problem.field === field)) return
    this.problems.push(refuse(code, field, args))
  }
}

/** `7`, `07` and `7.0`; null for anything else. */
function wholeNumber(text: string): number | null {
  const match = /^0*(\d{1,4})(?:[.,]0+)?$/.exec(text.trim())
  return match ? Number(match[1]) : null
}
