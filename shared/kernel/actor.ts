import { z } from 'zod'
import { clinicId, deviceId, orgId, userId } from './ids.ts'

/** L1 contact-centre operator, L2 representative at a clinic, L3 expert, SV supervisor, AD administrator or methodologist. */
export const role = z.enum(['L1', 'L2', 'L3', 'SV', 'AD'])
export type Role = z.infer<typeof role>

/** Who acts, as the access token says: never taken from a request body, so that nobody can act in another's name. */
export const actor = z.object({
  userId,
  orgId,
  role,
  /** Clinics whose people this user serves; supervisors and administrators serve all clinics of the organisation. */
  clinicIds: z.array(clinicId).readonly(),
  deviceId,
})
export type Actor = Readonly<z.infer<typeof actor>>

/** Line of intake or review of an appeal (DOMAIN §2.4): the level of the representative, supervisors work on line 3. */
export function lineOf(role: Role): 1 | 2 | 3 {
  return role === 'L1' ? 1 : role === 'L2' ? 2 : 3
}
