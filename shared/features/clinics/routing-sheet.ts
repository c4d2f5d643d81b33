import { ageReachedIn, type LocalDate } from '../../kernel/calendar.ts'
import type { ClinicUnit } from './clinic.ts'

export interface RoutingStop {
  readonly room: string
  readonly purpose: string
  readonly examination: string
}

/**
 * The rooms that a person goes through on the day of stage 1 (маршрутный лист, REQUIREMENTS P10), in the unit's order: those with an
 * examination that is for this age and sex.
 */
export function routingSheet(
  unit: Pick<ClinicUnit, 'rooms'>,
  person: { readonly birthDate: LocalDate; readonly sex: 'male' | 'female' },
  year: number,
): readonly RoutingStop[] {
  const age = ageReachedIn(year, person.birthDate)
  return unit.rooms.flatMap(({ number, purpose, examination, stage, who }) => {
    if (examination === null || stage === 2) return []
    const isMeant =
      who === undefined || ((who.sex ?? person.sex) === person.sex && age >= who.ageFrom && age <= who.ageTo)
    return isMeant ? [{ room: number, purpose, examination }] : []
  })
}
