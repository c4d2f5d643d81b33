import { formatDate } from '#renderer/i18n/formats.ts'
import { textsOf } from '#renderer/i18n/i18n.ts'
import type { StaffDocument } from '#shared/features/staff/team.ts'

/** Kind, number and days of a document in one line, in the language of the desk. */
export function documentWords({ kind, documentNumber, from, until }: StaffDocument): string {
  const t = textsOf('staff')
  const days =
    until === null
      ? t('document.since', { from: formatDate(from) })
      : t('document.period', { from: formatDate(from), until: formatDate(until) })
  const number = documentNumber === '' ? '' : ` ${t('document.number', { number: documentNumber })}`
  return `${t(`document.${kind}`)}${number}, ${days}`
}
