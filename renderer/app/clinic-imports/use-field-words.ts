import { useMemo } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { isLocalDate } from '#shared/kernel/calendar.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { formatSnils } from '#shared/kernel/snils.ts'

const FIELDS = [
  'surname',
  'givenName',
  'patronymic',
  'birthDate',
  'sex',
  'policy',
  'policySeries',
  'policyNumber',
  'snils',
  'phone',
  'unit',
  'precinct',
  'careKind',
  'care',
  'careYear',
  'careState',
  'quarter',
  'month',
  'year',
  'stage1On',
  'sentToStage2',
  'stage2On',
  'insurer',
  'clinic',
] as const
const VALUES = [
  'male',
  'female',
  'checkUp',
  'preventiveExamination',
  'none',
  'notInvited',
  'invited',
  'booked',
  'stage1Done',
  'sentToStage2',
  'stage2Done',
  'refused',
  'noShow',
] as const

function isOneOf<T extends string>(all: readonly T[], value: string): value is T {
  return all.some((one) => one === value)
}

/** Fields of a list and their values in words. */
export function useFieldWords(): {
  readonly field: (field: string) => string
  readonly value: (field: string, value: string | number) => string
} {
  const t = useText('clinicLists')
  return useMemo(
    () => ({
      field: (field) => (isOneOf(FIELDS, field) ? t(`field.${field}`) : field),
      value: (field, value) => {
        const text = String(value)
        if (field === 'phone') return formatPhone(text)
        if (field === 'snils') return formatSnils(text)
        if (field === 'policy') return text.slice(text.indexOf(':') + 1)
        if (isLocalDate(text)) return formatDate(text)
        return isOneOf(VALUES, text) ? t(`value.${text}`) : text
      },
    }),
    [t],
  )
}
