import { z } from 'zod'

/** Lower-case UUID text. Ids made on a desk are version 7, so that they sort by time of creation (rule PUSH1). */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

type Brand<Name extends string> = string & z.$brand<Name>
export type PersonId = Brand<'PersonId'>
export type AppealId = Brand<'AppealId'>
export type CallId = Brand<'CallId'>
export type ContactId = Brand<'ContactId'>
export type ScriptRunId = Brand<'ScriptRunId'>
export type InformingId = Brand<'InformingId'>
export type FileId = Brand<'FileId'>
export type RecordsRequestId = Brand<'RecordsRequestId'>
export type ExpertiseId = Brand<'ExpertiseId'>
export type ClinicId = Brand<'ClinicId'>
export type BookingId = Brand<'BookingId'>
export type AssistanceId = Brand<'AssistanceId'>
export type ConsentId = Brand<'ConsentId'>
export type ContactChangeId = Brand<'ContactChangeId'>
export type UserId = Brand<'UserId'>
export type OrgId = Brand<'OrgId'>
export type DeviceId = Brand<'DeviceId'>
export type CommandId = Brand<'CommandId'>

export const personId = uuid.brand<'PersonId'>()
export const appealId = uuid.brand<'AppealId'>()
export const callId = uuid.brand<'CallId'>()
export const contactId = uuid.brand<'ContactId'>()
export const scriptRunId = uuid.brand<'ScriptRunId'>()
export const informingId = uuid.brand<'InformingId'>()
export const fileId = uuid.brand<'FileId'>()
export const recordsRequestId = uuid.brand<'RecordsRequestId'>()
export const expertiseId = uuid.brand<'ExpertiseId'>()
export const clinicId = uuid.brand<'ClinicId'>()
export const bookingId = uuid.brand<'BookingId'>()
export const assistanceId = uuid.brand<'AssistanceId'>()
export const consentId = uuid.brand<'ConsentId'>()
export const contactChangeId = uuid.brand<'ContactChangeId'>()
export const userId = uuid.brand<'UserId'>()
export const orgId = uuid.brand<'OrgId'>()
export const deviceId = uuid.brand<'DeviceId'>()
export const commandId = uuid.brand<'CommandId'>()

/** Fills the given bytes with random values, as `crypto.getRandomValues` does. */
export type RandomBytes = (length: number) => Uint8Array

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits. */
export function newUuid<Id extends string = string>(nowMs: number, randomBytes: RandomBytes): Id {
  const bytes = randomBytes(16)
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16)
  view.setUint16(0, Math.floor(nowMs / 2 ** 32))
  view.setUint32(2, nowMs % 2 ** 32)
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70)
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80)
  const hex = Array.from(bytes, (byte) => HEX[byte]).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}
