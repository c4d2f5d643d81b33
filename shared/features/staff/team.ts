import { z } from 'zod'
import { role } from '../../kernel/actor.ts'
import { localDate } from '../../kernel/calendar.ts'
import { clinicId, deviceId, userId, uuid } from '../../kernel/ids.ts'
import { staffDocumentKind } from './admission.ts'

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
  /** Counts the changes of the account; a change names the version it was made upon. */
  version: z.number().int(),
  login: z.string(),
  name: z.string(),
  role,
  extension: z.string().nullable(),
  /** Short names of the clinics served; empty for who serves all. */
  clinics: z.array(z.string()),
  /** Clinics of the account, also of who serves all: they count again with another level. */
  clinicIds: z.array(clinicId),
  /** Abilities beyond the level, by code of the distribution plan. A server of before says nothing. */
  skills: z.array(z.string()).default([]),
  /** Languages spoken with callers, ISO 639-1. */
  languages: z.array(z.string()).default(['ru']),
  /** May sign in. */
  isActive: z.boolean(),
  /** Admitted to work today, by the organisation's calendar: may be offered calls of the queue. */
  isAdmitted: z.boolean(),
  /** Last day of the admission without a gap; null without an end or without an admission. */
  admittedUntil: localDate.nullable(),
  devices: z.array(teamDevice),
})
export type TeamMember = z.infer<typeof teamMember>

/** `GET /api/staff`: colleagues with the state of their devices (REQUIREMENTS S9, rule WIPE1). */
export const teamAnswer = z.object({ serverTime: z.string(), members: z.array(teamMember) })
export type TeamAnswer = z.infer<typeof teamAnswer>

/** A document that was entered: never changed, only followed by another. */
export const staffDocument = z.object({
  id: uuid,
  kind: staffDocumentKind,
  documentNumber: z.string(),
  from: localDate,
  until: localDate.nullable(),
  /** Null for what was carried over from before documents were kept. */
  enteredByName: z.string().nullable(),
  enteredAt: z.string(),
})
export type StaffDocument = z.infer<typeof staffDocument>

/** Abilities and languages by which the queue tells colleagues apart. */
export const abilities = z.object({
  skills: z.array(z.object({ code: z.string(), title: z.string() })),
  languages: z.array(z.string()),
})
export type Abilities = z.infer<typeof abilities>

/** `GET /api/staff/:id` and the answer of a change: one colleague with all documents, the last entered first. */
export const memberDetail = z.object({
  member: teamMember,
  documents: z.array(staffDocument),
  /** What the distribution plan in force knows; only of these something can be given to a colleague. */
  abilities: abilities.default({ skills: [], languages: ['ru'] }),
})
export type MemberDetail = z.infer<typeof memberDetail>

/** The last exchange of any device of a colleague that was not revoked; null for one who has never worked. */
export function lastSeenOf({ devices }: Pick<TeamMember, 'devices'>): string | null {
  return devices.reduce<string | null>(
    (last, { seenAt, revokedAt }) => (revokedAt === null && (last === null || seenAt > last) ? seenAt : last),
    null,
  )
}
