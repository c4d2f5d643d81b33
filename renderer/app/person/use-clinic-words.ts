import { useCallback } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

/** Where a person is attached, in words: the clinic's short name and its unit. */
export function useClinicWords(): (person: Pick<InsuredPerson, 'clinicId' | 'unit'>) => string {
  const t = useText('desk')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  return useCallback(
    (person) => {
      const clinic = clinics?.find(({ id }) => id === person.clinicId)?.data
      if (clinic === undefined) return clinics === undefined ? '' : t('clinic.unknown')
      const unit = clinic.units.find((it) => it.number === person.unit)
      return unit === undefined ? clinic.shortName : t('clinic.unit', { clinic: clinic.shortName, unit: unit.name })
    },
    [clinics, t],
  )
}
