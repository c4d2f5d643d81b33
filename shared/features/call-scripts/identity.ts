import { z } from 'zod'

/**
 * How sure the representative is who speaks (152-ФЗ, 323-ФЗ ст. 13; DOMAIN §8): `anyone`; `named`, the person said it is them;
 * `checked`, name and date of birth agree with the card. What concerns a person's health, clinic or plan is said to `checked` only.
 */
export const identityLevel = z.enum(['anyone', 'named', 'checked'])
export type IdentityLevel = z.infer<typeof identityLevel>

const RANK: Readonly<Record<IdentityLevel, number>> = { anyone: 0, named: 1, checked: 2 }

/** True when `level` is enough for what `needed` asks. */
export function isAtLeast(level: IdentityLevel, needed: IdentityLevel): boolean {
  return RANK[level] >= RANK[needed]
}

/** The higher of two levels; a check once made is not lost by what comes later. */
export function higherLevel(one: IdentityLevel, other: IdentityLevel | undefined): IdentityLevel {
  return other !== undefined && RANK[other] > RANK[one] ? other : one
}
