import { z } from 'zod'
import { role } from '../../kernel/actor.ts'
import { deviceId, userId } from '../../kernel/ids.ts'

/** One installation of the desk used by one colleague. */
export const teamDevice = z.object({
  id: deviceId,
  host: z.enum(['electron', 'browser']),
  appVersion: z.string(),
  createdAt: z.string(),
  /** Last exchange with the server. */
  seenAt: z.string(),
  revokedAt: z.string().nullable(),
  revokedByName: z.string().nullable(),
  /** Commands that wait on it by its own word; null while it is not connected: then nobody knows. */
  unsent: z.number().int().nullable(),
})
export type TeamDevice = z.infer<typeof teamDevice>

export const teamMember = z.object({
  userId,
  login: z.string(),
  name: z.string(),
  role,
  extension: z.string().nullable(),
  /** Short names of the clinics served; empty for who serves all. */
  clinics: z.array(z.string()),
  /** Admitted to work: may sign in. */
  isAdmitted: z.boolean(),
  devices: z.array(teamDevice),
})
export type TeamMember = z.infer<typeof teamMember>

/** `GET /api/staff`: colleagues with the state of their devices (REQUIREMENTS S9, rule WIPE1). */
export const teamAnswer = z.object({ serverTime: z.string(), members: z.array(teamMember) })
export type TeamAnswer = z.infer<typeof teamAnswer>

/** The last exchange of any device of a colleague that was not revoked; null for one who has never worked. */
export function lastSeenOf({ devices }: Pick<TeamMember, 'devices'>): string | null {
  return devices.reduce<string | null>(
    (last, { seenAt, revokedAt }) => (revokedAt === null && (last === null || seenAt > last) ? seenAt : last),
    null,
  )
}
