import { z } from 'zod'
import {
  type DevicePassport,
  devicePassport,
  type VaultRefusal,
  type VaultUser,
  vaultUser,
} from '#shared/ipc/contract.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { RandomBytes } from '#shared/kernel/ids.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'
import { retryAfterMs, triesLeft, withClock } from './attempts.ts'
import { DEVICE_SECRET_BYTES, IV_BYTES, type PasswordHash, SALT_BYTES, unwrapKey, wrapKey } from './key-wrap.ts'
import type { SealedFiles } from './sealed-files.ts'
import type { SecretBox } from './secret-box.ts'

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)

/** One user's record. The whole of it is sealed by the operating system, so names are not readable on disk either. */
const vaultRecord = z.object({
  version: z.literal(1),
  user: vaultUser.omit({ deviceId: true }),
  // Read apart from the rest (`passportIn`): a passport of another version must not cost the key.
  passport: z.unknown().optional(),
  salt: base64,
  deviceSecret: base64,
  wrapped: base64,
  attempts: z.object({ failed: z.number().int().min(0), lastAt: z.number() }),
})
type VaultRecord = z.infer<typeof vaultRecord>

export interface VaultPorts {
  readonly secrets: SecretBox
  readonly files: SealedFiles
  readonly hashPassword: PasswordHash
  readonly randomBytes: RandomBytes
  readonly clock: Clock
}

/** What the right password gives back. */
export interface OpenedVault {
  readonly dataKey: Uint8Array
  /** Null when none was sealed, or one that this version cannot read. */
  readonly passport: DevicePassport | null
}

/** What is kept of somebody who has signed in. */
export interface VaultEntry {
  readonly login: string
  readonly passport: DevicePassport
  readonly dataKey: Uint8Array
}

export interface Vault {
  seal(entry: VaultEntry, password: string): Promise<Result<null, Extract<VaultRefusal, { code: 'vault.unavailable' }>>>
  /** Replaces the passport of an entry of the same device; the key, the password and the tries stay. */
  update(passport: DevicePassport): Promise<void>
  list(): Promise<VaultUser[]>
  open(userId: string, password: string): Promise<Result<OpenedVault, VaultRefusal>>
  forget(userId: string): Promise<void>
}

/**
 * Opens a user's local store without the server. The data key is wrapped by a key made of the password (Argon2id) and of a random
 * secret which only this computer's secret store can give back.
 *
 * Invariant: a try is on disk as failed before the password is looked at. Whoever cuts the power while it is being checked has
 * spent the try; without this the limit could be walked around.
 */
export function createVault(ports: VaultPorts): Vault {
  const { secrets, files, hashPassword, randomBytes, clock } = ports
  const inTurn = oneAtATime()

  async function load(userId: string): Promise<VaultRecord | undefined> {
    const sealed = await files.read(userId)
    const opened = sealed && (await secrets.open(sealed))
    if (!opened) return undefined
    const record = parseRecord(opened.text)
    if (record?.user.userId !== userId) return undefined
    if (opened.isStale) await save(record)
    return record
  }

  async function save(record: VaultRecord): Promise<void> {
    await files.write(record.user.userId, await secrets.seal(JSON.stringify(record)))
  }

  async function openRecord(found: VaultRecord, password: string): Promise<Result<OpenedVault, VaultRefusal>> {
    const now = clock.now()
    const attempts = withClock(found.attempts, now)
    const left = triesLeft(attempts)
    if (left === 0) {
      await files.remove(found.user.userId)
      return err({ code: 'vault.none' })
    }
    const waitMs = retryAfterMs(attempts, now)
    if (waitMs > 0) {
      if (attempts !== found.attempts) await save({ ...found, attempts })
      return err({ code: 'vault.tooEarly', triesLeft: left, retryAfterMs: waitMs })
    }
    const counted = { ...found, attempts: { failed: attempts.failed + 1, lastAt: now } }
    await save(counted)
    const salt = Buffer.from(found.salt, 'base64')
    const dataKey = unwrapKey(Buffer.from(found.wrapped, 'base64'), {
      passwordHash: await hashPassword(password, salt),
      deviceSecret: Buffer.from(found.deviceSecret, 'base64'),
      salt,
      userId: found.user.userId,
    })
    if (dataKey) {
      await save({ ...counted, attempts: { failed: 0, lastAt: now } })
      return ok({ dataKey, passport: passportIn(found) })
    }
    if (left === 1) await files.remove(found.user.userId)
    return err({
      code: 'vault.wrongPassword',
      triesLeft: left - 1,
      retryAfterMs: left === 1 ? 0 : retryAfterMs(counted.attempts, clock.now()),
    })
  }

  return {
    seal: ({ login, passport, dataKey }, password) =>
      inTurn(async () => {
        if (!(await secrets.isAvailable())) return err({ code: 'vault.unavailable' as const })
        const { id: userId, name, role } = passport.user
        const salt = randomBytes(SALT_BYTES)
        const deviceSecret = randomBytes(DEVICE_SECRET_BYTES)
        const passwordHash = await hashPassword(password, salt)
        const wrapped = wrapKey(dataKey, { passwordHash, deviceSecret, salt, userId }, randomBytes(IV_BYTES))
        await save({
          version: 1,
          user: { userId, login, name, role },
          passport,
          salt: toBase64(salt),
          deviceSecret: toBase64(deviceSecret),
          wrapped: toBase64(wrapped),
          attempts: { failed: 0, lastAt: clock.now() },
        })
        return ok(null)
      }),
    update: (passport) =>
      inTurn(async () => {
        if (!(await secrets.isAvailable())) return
        const { id: userId, name, role } = passport.user
        const found = await load(userId)
        // The key opens the store of one device only: it may not be told to be another's.
        if (!found || deviceIn(found) !== passport.deviceId) return
        const newer = { ...found, user: { ...found.user, name, role }, passport }
        if (JSON.stringify(newer) !== JSON.stringify(found)) await save(newer)
      }),
    list: () =>
      inTurn(async () => {
        if (!(await secrets.isAvailable())) return []
        const records = await Promise.all((await files.names()).map(load))
        return records.flatMap((record) =>
          record && triesLeft(record.attempts) > 0 ? [{ ...record.user, deviceId: deviceIn(record) }] : [],
        )
      }),
    open: (userId, password) =>
      inTurn(async () => {
        if (!(await secrets.isAvailable())) return err({ code: 'vault.unavailable' })
        const found = await load(userId)
        return found ? openRecord(found, password) : err({ code: 'vault.none' })
      }),
    forget: (userId) => inTurn(() => files.remove(userId)),
  }
}

function parseRecord(text: string): VaultRecord | undefined {
  try {
    return vaultRecord.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function passportIn({ passport }: VaultRecord): DevicePassport | null {
  return devicePassport.safeParse(passport).data ?? null
}

/** Whose store the key opens; told also by a passport which otherwise cannot be read. */
function deviceIn({ passport }: VaultRecord): DevicePassport['deviceId'] | null {
  return devicePassport.pick({ deviceId: true }).safeParse(passport).data?.deviceId ?? null
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** Two tries at once would each read the same count and spend one try together. */
function oneAtATime(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const run = last.then(work, work)
    last = run.catch(() => undefined)
    return run
  }
}
