import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { DevicePassport, VaultUser } from '#shared/ipc/contract.ts'
import type { ClinicId, DeviceId, OrgId, UserId } from '#shared/kernel/ids.ts'
import { hashPassword } from './key-wrap.ts'
import { type SealedFiles, sealedFiles } from './sealed-files.ts'
import type { SecretBox } from './secret-box.ts'
import { createVault, type VaultEntry } from './vault.ts'

const idOf = (digit: number) => `0190c5f2-7d3a-7abc-8def-01234567890${digit}`

function anEntry(digit: number, login: string): VaultEntry & { readonly listed: VaultUser } {
  const passport: DevicePassport = {
    user: {
      id: idOf(digit) as UserId,
      orgId: idOf(8) as OrgId,
      orgName: 'Страховая',
      name: 'Иванова А. Б.',
      role: 'L1',
      clinicIds: [idOf(9) as ClinicId],
      extension: '1001',
      zoneOffsetMinutes: 180,
    },
    deviceId: idOf(digit + 3) as DeviceId,
  }
  const { id: userId, name, role } = passport.user
  const { deviceId } = passport
  return {
    login,
    passport,
    dataKey: Buffer.alloc(32, 7 + digit),
    listed: { userId, login, name, role, deviceId, hasPin: false },
  }
}
const entry = anEntry(0, 'operator1')
const { dataKey, passport, listed: user } = entry
const other = anEntry(1, 'operator2')
const roots: string[] = []
afterAll(() => roots.forEach((root) => void rmSync(root, { recursive: true })))

const movedTo = (deviceId: string): DevicePassport => ({ ...passport, deviceId: deviceId as DeviceId })

/** Seals by turning every bit over: readable to nobody who greps, opened only by itself. */
function aSecretBox(state = { isAvailable: true, isReplaced: false, isStale: false }): SecretBox {
  return {
    isAvailable: async () => state.isAvailable,
    seal: async (text) => Buffer.from(text).map((byte) => byte ^ 0xff),
    open: async (sealed) =>
      state.isReplaced
        ? undefined
        : { text: Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(), isStale: state.isStale },
  }
}

function aVault(options: { box?: SecretBox; files?: (real: SealedFiles) => SealedFiles } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'))
  roots.push(folder)
  const time = { now: 1_000_000 }
  const checked: string[] = []
  const real = sealedFiles(folder, '.vault')
  const ports = {
    secrets: options.box ?? aSecretBox(),
    files: options.files?.(real) ?? real,
    hashPassword: async (password: string, salt: Uint8Array) => {
      checked.push(password)
      return Buffer.concat([Buffer.from(password.padEnd(32)).subarray(0, 32), salt])
    },
    randomBytes: (length: number) => randomBytes(length),
    clock: { now: () => time.now },
  }
  return { vault: createVault(ports), again: () => createVault(ports), time, checked, folder, real }
}

describe('the vault', () => {
  let made: ReturnType<typeof aVault>
  beforeEach(async () => {
    made = aVault()
    await made.vault.seal(entry, 'right')
  })

  it('gives the key back to the right password, also after a restart', async () => {
    expect(await made.again().open(user.userId, 'right')).toEqual({
      ok: true,
      value: { dataKey, passport, isClockSetBack: false },
    })
    expect(await made.vault.list()).toEqual([user])
  })

  it('keeps users apart and forgets one without the other', async () => {
    await made.vault.seal(other, 'secret')
    await made.vault.forget(user.userId)
    expect(await made.vault.open(user.userId, 'right')).toEqual({ ok: false, error: { code: 'vault.none' } })
    expect(await made.vault.open(other.listed.userId, 'secret')).toEqual({
      ok: true,
      value: { dataKey: other.dataKey, passport: other.passport, isClockSetBack: false },
    })
    expect(await made.vault.list()).toEqual([other.listed])
  })

  it('takes a new password at the next seal and no longer the old one', async () => {
    await made.vault.seal(entry, 'newer')
    expect(await made.vault.open(user.userId, 'newer')).toMatchObject({ ok: true })
    expect(await made.vault.open(user.userId, 'right')).toMatchObject({ ok: false })
  })

  it('has key and passport in one file: whoever finds the one finds the other', async () => {
    expect(readdirSync(made.folder)).toHaveLength(1)
    const before = await made.real.read(user.userId)
    await made.vault.seal({ ...entry, dataKey: other.dataKey, passport: movedTo(idOf(7)) }, 'newer')
    await made.real.write(user.userId, before!)
    expect(await made.again().open(user.userId, 'right')).toEqual({
      ok: true,
      value: { dataKey, passport, isClockSetBack: false },
    })
  })

  it('takes newer facts of the person without the password, and keeps key, tries and device', async () => {
    const moved = { ...passport, user: { ...passport.user, name: 'Петрова А. Б.', extension: '1002' } }
    await made.vault.open(user.userId, 'wrong')
    await made.vault.update(moved)
    expect(await made.again().list()).toEqual([{ ...user, name: 'Петрова А. Б.' }])
    expect(await made.vault.open(user.userId, 'wrong')).toMatchObject({ error: { triesLeft: 3 } })
    expect(await made.again().open(user.userId, 'right')).toEqual({
      ok: true,
      value: { dataKey, passport: moved, isClockSetBack: false },
    })
  })

  it('does not let a key pass for another device’s, nor write for somebody without a key or without news', async () => {
    const writes: string[] = []
    const { vault } = aVault({
      files: (real) => ({
        ...real,
        write: async (name, bytes) => {
          writes.push(name)
          await real.write(name, bytes)
        },
      }),
    })
    await vault.seal(entry, 'right')
    await vault.update(movedTo(idOf(7)))
    await vault.update(passport)
    await vault.update(other.passport)
    expect(writes).toEqual([user.userId])
    expect(await vault.open(user.userId, 'right')).toMatchObject({ value: { passport } })
  })

  it.each([
    ['sealed without a passport', undefined, null],
    [
      'sealed with a passport that tells too little',
      { user: { id: user.userId }, deviceId: passport.deviceId },
      passport.deviceId,
    ],
  ])('keeps the key of an older record (%s) and says that the passport is missing', async (_name, older, deviceId) => {
    const box = aSecretBox()
    const record = JSON.parse((await box.open((await made.real.read(user.userId))!))!.text) as object
    await made.real.write(user.userId, await box.seal(JSON.stringify({ ...record, passport: older })))
    expect(await made.again().list()).toEqual([{ ...user, deviceId }])
    expect(await made.again().open(user.userId, 'right')).toEqual({
      ok: true,
      value: { dataKey, passport: null, isClockSetBack: false },
    })
  })

  it('counts five tries with pauses of 0, 0, 0, 30 s and 5 min, then erases the key', async () => {
    const answers: unknown[] = []
    for (const pauseMs of [0, 0, 0, 30_000, 300_000]) {
      if (pauseMs > 0) {
        made.time.now += pauseMs - 1
        expect(await made.vault.open(user.userId, 'right')).toMatchObject({
          ok: false,
          error: { code: 'vault.tooEarly', retryAfterMs: 1 },
        })
        made.time.now += 1
      }
      answers.push(await made.vault.open(user.userId, 'wrong'))
    }
    expect(answers).toEqual(
      [
        { triesLeft: 4, retryAfterMs: 0 },
        { triesLeft: 3, retryAfterMs: 0 },
        { triesLeft: 2, retryAfterMs: 30_000 },
        { triesLeft: 1, retryAfterMs: 300_000 },
        { triesLeft: 0, retryAfterMs: 0 },
      ].map((error) => ({ ok: false, error: { code: 'vault.wrongPassword', ...error } })),
    )
    expect(readdirSync(made.folder)).toEqual([])
    expect(await made.vault.open(user.userId, 'right')).toEqual({ ok: false, error: { code: 'vault.none' } })
  })

  it('checks nothing and counts nothing during a pause', async () => {
    for (let i = 0; i < 3; i += 1) await made.vault.open(user.userId, 'wrong')
    made.checked.length = 0
    for (let i = 0; i < 20; i += 1) await made.vault.open(user.userId, 'right')
    expect(made.checked).toEqual([])
    made.time.now += 30_000
    expect(await made.vault.open(user.userId, 'right')).toMatchObject({ ok: true })
  })

  it('starts the pause anew when the clock is set back, and does not lock for a year', async () => {
    for (let i = 0; i < 3; i += 1) await made.vault.open(user.userId, 'wrong')
    made.time.now -= 365 * 86_400_000
    expect(await made.again().open(user.userId, 'right')).toMatchObject({
      error: { code: 'vault.tooEarly', retryAfterMs: 30_000 },
    })
    made.time.now += 30_000
    expect(await made.again().open(user.userId, 'right')).toMatchObject({ ok: true })
  })

  it('forgives earlier tries after the right password', async () => {
    await made.vault.open(user.userId, 'wrong')
    await made.vault.open(user.userId, 'right')
    expect(await made.vault.open(user.userId, 'wrong')).toMatchObject({ error: { triesLeft: 4 } })
  })

  it('has the try on disk before the password is looked at', async () => {
    const log: string[] = []
    const { vault, checked } = aVault({
      files: (real) => ({
        ...real,
        write: async (...args) => {
          log.push(`write after ${checked.length} checks`)
          await real.write(...args)
        },
      }),
    })
    await vault.seal(entry, 'right')
    log.length = 0
    checked.length = 0
    await vault.open(user.userId, 'wrong')
    expect(log).toEqual(['write after 0 checks'])
  })

  it('spends one try for each of two asked at the same moment', async () => {
    const answers = await Promise.all([made.vault.open(user.userId, 'a'), made.vault.open(user.userId, 'b')])
    expect(answers).toMatchObject([{ error: { triesLeft: 4 } }, { error: { triesLeft: 3 } }])
  })

  it('erases a record whose last try was cut off, without checking again', async () => {
    const before = await made.real.read(user.userId)
    const box = aSecretBox()
    const cutOff = JSON.parse((await box.open(before!))!.text) as { attempts: { failed: number } }
    cutOff.attempts.failed = 5
    await made.real.write(user.userId, await box.seal(JSON.stringify(cutOff)))
    made.checked.length = 0
    expect(await made.again().list()).toEqual([])
    expect(await made.again().open(user.userId, 'right')).toEqual({ ok: false, error: { code: 'vault.none' } })
    expect(made.checked).toEqual([])
  })

  it('leaves neither name nor key readable on disk, and the file to its owner only', () => {
    const path = join(made.folder, `${user.userId}.vault`)
    const bytes = readFileSync(path)
    const key = Buffer.from(dataKey)
    const { deviceId } = passport
    for (const secret of ['Иванова', 'Страховая', 'operator1', deviceId, key.toString('base64'), key, 'right'])
      expect(bytes.includes(secret)).toBe(false)
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('does not open a record moved under another user, or a damaged one', async () => {
    const path = join(made.folder, `${user.userId}.vault`)
    writeFileSync(join(made.folder, `${other.listed.userId}.vault`), readFileSync(path))
    expect(await made.vault.open(other.listed.userId, 'right')).toEqual({ ok: false, error: { code: 'vault.none' } })
    writeFileSync(path, 'nonsense')
    expect(await made.vault.open(user.userId, 'right')).toEqual({ ok: false, error: { code: 'vault.none' } })
    expect(await made.vault.list()).toEqual([])
  })

  it('keeps the file when the key store of the system was replaced: it may come back', async () => {
    const state = { isAvailable: true, isReplaced: false, isStale: false }
    const { vault, folder } = aVault({ box: aSecretBox(state) })
    await vault.seal(entry, 'right')
    state.isReplaced = true
    expect(await vault.open(user.userId, 'right')).toEqual({ ok: false, error: { code: 'vault.none' } })
    expect(readdirSync(folder)).toHaveLength(1)
    state.isReplaced = false
    expect(await vault.open(user.userId, 'right')).toMatchObject({ ok: true })
  })

  it('writes nothing where the system has no secret store', async () => {
    const { vault, folder } = aVault({ box: aSecretBox({ isAvailable: false, isReplaced: false, isStale: false }) })
    const refused = { ok: false, error: { code: 'vault.unavailable' } }
    expect(await vault.seal(entry, 'right')).toEqual(refused)
    expect(await vault.open(user.userId, 'right')).toEqual(refused)
    expect(await vault.list()).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  it('works with the real Argon2id', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vault-'))
    roots.push(folder)
    const vault = createVault({
      secrets: aSecretBox(),
      files: sealedFiles(folder, '.vault'),
      hashPassword,
      randomBytes: (length) => randomBytes(length),
      clock: { now: () => 0 },
    })
    await vault.seal(entry, 'пароль й')
    expect(await vault.open(user.userId, 'пароль й')).toMatchObject({ ok: true })
    expect(await vault.open(user.userId, 'пароль и')).toMatchObject({ ok: false })
  })
})
