import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type DevicePassport, devicePassport, sealedLease, vaultUser } from '#shared/ipc/contract.ts'
import type { Attempts } from './attempts.ts'
import { clockMark } from './clock-mark.ts'

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)
const attempts = z.object({ failed: z.number().int().min(0), lastAt: z.number() })

/** The data key under a PIN: a wrap, a salt and a count of its own, under the same secret of the device. */
const pinWrap = z.object({
  salt: base64,
  wrapped: base64,
  attempts,
  /** Digest of the key inside: a PIN that wraps another key than the record goes with that key. */
  keyDigest: base64,
})
export type PinWrap = z.infer<typeof pinWrap>

/** One user's record. The whole of it is sealed by the operating system, so names are not readable on disk either. */
export const vaultRecord = z.object({
  version: z.literal(1),
  user: vaultUser.omit({ deviceId: true, hasPin: true }),
  // Read apart from the rest (`passportIn`): a passport of another version must not cost the key.
  passport: z.unknown().optional(),
  salt: base64,
  deviceSecret: base64,
  wrapped: base64,
  attempts,
  pin: pinWrap.optional(),
  /** Absent in what an earlier desk has sealed, or with a server of an earlier version: then nothing ends. */
  lease: sealedLease.optional(),
  clock: clockMark.optional(),
})
export type VaultRecord = z.infer<typeof vaultRecord>

export function parseRecord(text: string): VaultRecord | undefined {
  try {
    return vaultRecord.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export function passportIn({ passport }: VaultRecord): DevicePassport | null {
  return devicePassport.safeParse(passport).data ?? null
}

/** Whose store the key opens; told also by a passport which otherwise cannot be read. */
export function deviceIn({ passport }: VaultRecord): DevicePassport['deviceId'] | null {
  return devicePassport.pick({ deviceId: true }).safeParse(passport).data?.deviceId ?? null
}

/** A record without its PIN. */
export function withoutPin({ pin: _erased, ...record }: VaultRecord): VaultRecord {
  return record
}

export function freshAttempts(now: number): Attempts {
  return { failed: 0, lastAt: now }
}

/** Tells whether two wraps hold the same key; of 256 random bits a digest gives nothing away. */
export function digestOf(dataKey: Uint8Array): string {
  return createHash('sha256').update('opora vault key').update(dataKey).digest('base64')
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
