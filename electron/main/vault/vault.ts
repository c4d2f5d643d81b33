import type {
  DevicePassport,
  PinRefusal,
  SealedLease,
  SetPinRefusal,
  VaultRefusal,
  VaultStanding,
  VaultUser,
} from '#shared/ipc/contract.ts'
import { weaknessOf } from '#shared/ipc/pin.ts'
import { type Clock, toInstant } from '#shared/kernel/clock.ts'
import type { RandomBytes } from '#shared/kernel/ids.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'
import { type Attempts, retryAfterMs, triesLeft, withClock } from './attempts.ts'
import { lookAtClock, markOf } from './clock-mark.ts'
import { DEVICE_SECRET_BYTES, IV_BYTES, type PasswordHash, SALT_BYTES, unwrapKey, wrapKey } from './key-wrap.ts'
import { termsOf } from './lease.ts'
import type { SealedFiles } from './sealed-files.ts'
import type { SecretBox } from './secret-box.ts'
import {
  deviceIn,
  digestOf,
  freshAttempts,
  parseRecord,
  passportIn,
  toBase64,
  type VaultRecord,
  withoutPin,
} from './vault-record.ts'

export interface VaultPorts {
  readonly secrets: SecretBox
  readonly files: SealedFiles
  readonly hashPassword: PasswordHash
  readonly randomBytes: RandomBytes
  readonly clock: Clock
}

/** What the right password or PIN gives back. */
export interface OpenedVault {
  readonly dataKey: Uint8Array
  /** Null when none was sealed, or one that this version cannot read. */
  readonly passport: DevicePassport | null
  /** The clock of this computer shows less than it has shown before (rule KEY5). */
  readonly isClockSetBack: boolean
}

/** What is kept of somebody who has signed in. */
export interface VaultEntry {
  readonly login: string
  readonly passport: DevicePassport
  readonly dataKey: Uint8Array
  readonly lease?: SealedLease | undefined
}

type Unavailable = Extract<VaultRefusal, { code: 'vault.unavailable' }>

export interface Vault {
  /** A PIN stays when the key is the same one. */
  seal(entry: VaultEntry, password: string): Promise<Result<null, Unavailable>>
  /** Replaces passport and lease of an entry of the same device; key, password, PIN and tries stay. */
  update(passport: DevicePassport, lease?: SealedLease): Promise<void>
  list(): Promise<VaultUser[]>
  open(userId: string, password: string): Promise<Result<OpenedVault, VaultRefusal>>
  openByPin(userId: string, pin: string): Promise<Result<OpenedVault, PinRefusal>>
  setPin(userId: string, password: string, pin: string): Promise<Result<null, SetPinRefusal>>
  dropPin(userId: string): Promise<void>
  standing(userId: string): Promise<VaultStanding>
  forget(userId: string): Promise<void>
}

const UNAVAILABLE = { code: 'vault.unavailable' } as const
const NO_END: VaultStanding = { until: null, isLeaseEnded: false, isClockSetBack: false }

/** How a try ended: with the key, with the number of tries left, or before anything was checked. */
type TryEnd =
  | { readonly end: 'opened'; readonly dataKey: Uint8Array; readonly attempts: Attempts }
  | { readonly end: 'wrong'; readonly triesLeft: number; readonly retryAfterMs: number }
  | { readonly end: 'tooEarly'; readonly triesLeft: number; readonly retryAfterMs: number }
  | { readonly end: 'spent' }

/** Where a try is counted, and which wrap it is for. */
interface Slot {
  readonly salt: string
  readonly wrapped: string
  readonly attempts: Attempts
  readonly put: (attempts: Attempts) => Promise<void>
}

/**
 * Opens a user's local store without the server. The data key is wrapped by a key made of the password or the PIN (Argon2id) and of a
 * random secret which only this computer's secret store can give back. The rules are in SPEC.md beside this file.
 *
 * Invariant (KEY3): a try is on disk as failed before the secret is looked at. Whoever cuts the power while it is being checked has
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

  async function trySecret(record: VaultRecord, slot: Slot, secret: string): Promise<TryEnd> {
    const now = clock.now()
    const attempts = withClock(slot.attempts, now)
    const left = triesLeft(attempts)
    if (left === 0) return { end: 'spent' }
    const waitMs = retryAfterMs(attempts, now)
    if (waitMs > 0) {
      if (attempts !== slot.attempts) await slot.put(attempts)
      return { end: 'tooEarly', triesLeft: left, retryAfterMs: waitMs }
    }
    const counted = { failed: attempts.failed + 1, lastAt: now }
    await slot.put(counted)
    const salt = Buffer.from(slot.salt, 'base64')
    const dataKey = unwrapKey(Buffer.from(slot.wrapped, 'base64'), {
      passwordHash: await hashPassword(secret, salt),
      deviceSecret: Buffer.from(record.deviceSecret, 'base64'),
      salt,
      userId: record.user.userId,
    })
    if (dataKey) return { end: 'opened', dataKey, attempts: freshAttempts(now) }
    const retry = left === 1 ? 0 : retryAfterMs(counted, clock.now())
    return { end: 'wrong', triesLeft: left - 1, retryAfterMs: retry }
  }

  async function tryPassword(
    found: VaultRecord,
    password: string,
  ): Promise<Result<{ dataKey: Uint8Array; record: VaultRecord }, VaultRefusal>> {
    const slot = { ...found, put: (attempts: Attempts) => save({ ...found, attempts }) }
    const tried = await trySecret(found, slot, password)
    if (tried.end === 'opened') return ok({ dataKey: tried.dataKey, record: { ...found, attempts: tried.attempts } })
    if (tried.end === 'spent') {
      await files.remove(found.user.userId)
      return err({ code: 'vault.none' })
    }
    const { end, ...rest } = tried
    if (end === 'tooEarly') return err({ code: 'vault.tooEarly', ...rest })
    if (rest.triesLeft === 0) await files.remove(found.user.userId)
    return err({ code: 'vault.wrongPassword', ...rest })
  }

  /** Where the record stands in time, and the record with the time noted (rules KEY4 and KEY5). */
  async function placeInTime(record: VaultRecord): Promise<{ record: VaultRecord; standing: VaultStanding }> {
    if (record.clock === undefined) return { record, standing: NO_END }
    const seen = lookAtClock(record.clock, clock.now())
    const passport = passportIn(record)
    const terms = record.lease && passport ? await termsOf(record.lease, passport) : undefined
    return {
      record: { ...record, clock: seen.mark },
      standing: {
        until: terms === undefined ? null : toInstant(terms.until),
        isLeaseEnded: terms !== undefined && seen.now >= terms.until,
        isClockSetBack: seen.isSetBack,
      },
    }
  }

  /** The new lease and the server's time with it; a lease of somebody else, an older one or one by another key changes nothing. */
  async function withLease(
    record: VaultRecord,
    lease: SealedLease | undefined,
    isProved: boolean,
  ): Promise<VaultRecord> {
    const passport = passportIn(record)
    if (lease === undefined || passport === null) return record
    const terms = await termsOf(lease, passport)
    if (terms === undefined) return record
    const before = record.lease && (await termsOf(record.lease, passport))
    const isSameKey = record.lease === undefined || JSON.stringify(record.lease.key) === JSON.stringify(lease.key)
    if (!isProved && (!isSameKey || (before !== undefined && terms.issuedAt < before.issuedAt))) return record
    return { ...record, lease, clock: markOf(terms.issuedAt, clock.now()) }
  }

  async function wrapped(record: Pick<VaultRecord, 'user' | 'deviceSecret'>, dataKey: Uint8Array, secret: string) {
    const salt = randomBytes(SALT_BYTES)
    const bytes = wrapKey(
      dataKey,
      {
        passwordHash: await hashPassword(secret, salt),
        deviceSecret: Buffer.from(record.deviceSecret, 'base64'),
        salt,
        userId: record.user.userId,
      },
      randomBytes(IV_BYTES),
    )
    return { salt: toBase64(salt), wrapped: toBase64(bytes), attempts: freshAttempts(clock.now()) }
  }

  /** Runs `work` on the record of a user, one after another, where there is a secret store and a record. */
  function withRecord<Value, Refused>(
    userId: string,
    missing: Refused,
    work: (record: VaultRecord) => Promise<Result<Value, Refused>>,
  ): Promise<Result<Value, Refused | typeof UNAVAILABLE>> {
    return inTurn(async () => {
      if (!(await secrets.isAvailable())) return err(UNAVAILABLE)
      const found = await load(userId)
      return found ? work(found) : err(missing)
    })
  }

  return {
    seal: ({ login, passport, dataKey, lease }, password) =>
      inTurn(async () => {
        if (!(await secrets.isAvailable())) return err(UNAVAILABLE)
        const { id: userId, name, role } = passport.user
        const before = await load(userId)
        const isSame = before?.pin?.keyDigest === digestOf(dataKey) && deviceIn(before) === passport.deviceId
        const base = {
          version: 1 as const,
          user: { userId, login, name, role },
          passport,
          // A PIN is wrapped under the secret of before.
          ...(isSame
            ? { deviceSecret: before.deviceSecret, pin: before.pin }
            : { deviceSecret: toBase64(randomBytes(DEVICE_SECRET_BYTES)) }),
        }
        const record = { ...base, ...(await wrapped(base, dataKey, password)) }
        await save(await withLease(record, lease, true))
        return ok(null)
      }),
    update: (passport, lease) =>
      inTurn(async () => {
        if (!(await secrets.isAvailable())) return
        const { id: userId, name, role } = passport.user
        const found = await load(userId)
        // The key opens the store of one device only: it may not be told to be another's.
        if (!found || deviceIn(found) !== passport.deviceId) return
        const told = { ...found, user: { ...found.user, name, role }, passport }
        const newer = await withLease(told, lease, false)
        if (JSON.stringify(newer) !== JSON.stringify(found)) await save(newer)
      }),
    list: () =>
      inTurn(async () => {
        if (!(await secrets.isAvailable())) return []
        const records = await Promise.all((await files.names()).map(load))
        return records.flatMap((record) =>
          record && triesLeft(record.attempts) > 0
            ? [{ ...record.user, deviceId: deviceIn(record), hasPin: record.pin !== undefined }]
            : [],
        )
      }),
    open: (userId, password) =>
      withRecord<OpenedVault, VaultRefusal>(userId, { code: 'vault.none' }, async (found) => {
        const { record: seen, standing } = await placeInTime(found)
        if (standing.isLeaseEnded) {
          await save(withoutPin(seen))
          return err({ code: 'vault.leaseEnded' })
        }
        const tried = await tryPassword(seen, password)
        if (!tried.ok) return tried
        const { dataKey, record } = tried.value
        await save(record)
        return ok({ dataKey, passport: passportIn(record), isClockSetBack: standing.isClockSetBack })
      }),
    openByPin: (userId, pin) =>
      withRecord<OpenedVault, PinRefusal>(userId, { code: 'vault.noPin' }, async (found) => {
        if (found.pin === undefined) return err({ code: 'vault.noPin' })
        const { record: seen, standing } = await placeInTime(found)
        // A PIN is no longer than the lease (KEY2): the next one is set after a sign-in at the server.
        if (standing.isLeaseEnded) {
          await save(withoutPin(seen))
          return err({ code: 'vault.leaseEnded' })
        }
        const wrap = found.pin
        const put = (attempts: Attempts): Promise<void> => save({ ...seen, pin: { ...wrap, attempts } })
        const tried = await trySecret(seen, { ...wrap, put }, pin)
        if (tried.end === 'opened') {
          await put(tried.attempts)
          return ok({ ...openedOf(tried.dataKey, seen), isClockSetBack: standing.isClockSetBack })
        }
        if (tried.end === 'spent') {
          await save(withoutPin(seen))
          return err({ code: 'vault.noPin' })
        }
        const { end, ...rest } = tried
        if (end === 'tooEarly') return err({ code: 'vault.tooEarly', ...rest })
        if (rest.triesLeft === 0) await save(withoutPin(seen))
        return err({ code: 'vault.wrongPin', ...rest })
      }),
    setPin: (userId, password, pin) =>
      withRecord<null, SetPinRefusal>(userId, { code: 'vault.none' }, async (found) => {
        const why = weaknessOf(pin)
        if (why !== null) return err({ code: 'vault.weakPin', why })
        const tried = await tryPassword(found, password)
        if (!tried.ok) return tried
        const { dataKey, record } = tried.value
        const keyDigest = digestOf(dataKey)
        await save({ ...record, pin: { ...(await wrapped(record, dataKey, pin)), keyDigest } })
        return ok(null)
      }),
    dropPin: (userId) =>
      inTurn(async () => {
        const found = await load(userId)
        if (found?.pin !== undefined) await save(withoutPin(found))
      }),
    standing: (userId) =>
      inTurn(async () => {
        const found = (await secrets.isAvailable()) ? await load(userId) : undefined
        if (found === undefined) return NO_END
        const { record, standing } = await placeInTime(found)
        if (JSON.stringify(record) !== JSON.stringify(found)) await save(record)
        return standing
      }),
    forget: (userId) => inTurn(() => files.remove(userId)),
  }
}

function openedOf(dataKey: Uint8Array, record: VaultRecord): Pick<OpenedVault, 'dataKey' | 'passport'> {
  return { dataKey, passport: passportIn(record) }
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
