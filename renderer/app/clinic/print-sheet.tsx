import { RoutingSheet } from '#renderer/features/clinics/routing-sheet.tsx'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

interface PrintSheetProps {
  readonly person: InsuredPerson
  readonly unit: number
  readonly visit: { readonly on: string; readonly time: string } | null
  readonly onPrinted: (refusal: Refusal | null) => void
}

/** The routing sheet of a person for one unit of the clinic; prints as soon as the clinic is at hand. */
export function PrintSheet({ person, unit, visit, onPrinted }: PrintSheetProps) {
  const clinic = useDeskRead(
    ['clinic'],
    async (reads) => (await reads.record('clinic', person.clinicId))?.data ?? null,
    person.clinicId,
  )
  const place = clinic?.units.find((it) => it.number === unit)
  if (!clinic || place === undefined) return null
  return (
    <RoutingSheet
      clinic={clinic}
      unit={place}
      person={{ name: fullName(person), birthDate: person.birthDate, sex: person.sex }}
      year={Number((visit?.on ?? todayHere(Date.now())).slice(0, 4))}
      visit={visit}
      onPrinted={onPrinted}
    />
  )
}
