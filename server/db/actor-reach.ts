import { type RightAction, rightOf } from '#shared/features/auth/rights.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { ScopeLookups } from './record-kind.ts'

/**
 * Refuses an id of a person whom the actor may not deal with. The refusal is the same for a person who does not exist, for it must not
 * tell who is insured where.
 */
export async function personProblem(
  lookups: ScopeLookups,
  actor: Actor,
  action: RightAction,
  personId: string | null,
  field: string,
): Promise<Refusal | null> {
  if (personId === null) return null
  const clinicId = await lookups.clinicOfPerson(personId)
  const reach = rightOf(actor.role, action)
  const isReached = clinicId !== null && (reach === 'org' || (reach === 'clinics' && serves(actor, clinicId)))
  return isReached ? null : refuse('record.notFound', field)
}

/** Refuses an id of a person who is not insured with the actor's organisation, whatever the clinic. */
export async function strangerProblem(
  lookups: ScopeLookups,
  personId: string | null,
  field: string,
): Promise<Refusal | null> {
  if (personId === null || (await lookups.clinicOfPerson(personId)) !== null) return null
  return refuse('record.notFound', field)
}

export function serves(actor: Actor, clinicId: string): boolean {
  return actor.clinicIds.some((id) => id === clinicId)
}
