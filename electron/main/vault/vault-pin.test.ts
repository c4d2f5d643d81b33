import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { DevicePassport, SealedLease } from '#shared/ipc/contract.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'
import { sealedFiles } from './sealed-files.ts'
import type { SecretBox } from './secret-box.ts'
import { createVault } from './vault.ts'

const HOUR = 3_600_000
const PIN = '903617'
const anId = (digit: number) => `0190c5f2-7d3a-7abc-8def-01234567890${digit}` as never
const passport: DevicePassport = {
  user: {
    id: anId(1),
    orgId: anId(2),
    orgName: 'Страховая',
    name: 'Иванова А. Б.',
    role: 'L1',
    clinicIds: [],
    extension: null,
    zoneOffsetMinutes: 180,
  },
  deviceId: anId(3),
}
const userId = passport.user.id
const dataKey = Buffer.alloc(32, 7)
/** Milliseconds since the epoch; whole seconds, as a lease tells time. */
const START = Date.UTC(2026, 10, 26, 9)

const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const forger = generateKeyPairSync('ec', { namedCurve: 'P-256' })

interface LeaseWish {
  readonly at?: number
  readonly hours?: number
  readonly of?: DevicePassport
  readonly keys?: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }
}

async function aLease({ at = START, hours = 72, of = passport, keys = server }: LeaseWish = {}): Promise<SealedLease> {
  const { x, y } = keys.publicKey.export({ format: 'jwk' }) as { x: string; y: string }
  const token = await new SignJWT({ did: of.deviceId, org: of.user.orgId })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer('opora')
    .setAudience('opora-offline')
    .setSubject(of.user.id)
    .setIssuedAt(at / 1000)
    .setExpirationTime(at / 1000 + hours * 3_600)
    .sign(keys.privateKey)
  return { token, key: { kty: 'EC', crv: 'P-256', x, y } }
}

const box: SecretBox = {
  isAvailable: async () => true,
  seal: async (text) => Buffer.from(text).map((byte) => byte ^ 0xff),
  open: async (sealed) => ({ text: Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(), isStale: false }),
}

function aVault(secrets = box) {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const time = { now: START }
  const checked: string[] = []
  const written: number[] = []
  const real = sealedFiles(folder, '.vault')
  const ports = {
    secrets,
    files: {
      ...real,
      write: async (name: string, bytes: Uint8Array) => {
        written.push(checked.length)
        await real.write(name, bytes)
      },
    },
    hashPassword: async (secret: string, salt: Uint8Array) => {
      checked.push(secret)
      return Buffer.concat([Buffer.from(secret.padEnd(32)).subarray(0, 32), salt])
    },
    randomBytes: (length: number) => randomBytes(length),
    clock: { now: () => time.now },
  }
  return { vault: createVault(ports), again: () => createVault(ports), time, checked, written, real }
}

const opened = { ok: true, value: { dataKey, passport, isClockSetBack: false } }
const entry = { login: 'operator1', passport, dataKey }

describe('the PIN', () => {
  let made: ReturnType<typeof aVault>
  beforeEach(async () => {
    made = aVault()
    await made.vault.seal({ ...entry, lease: await aLease() }, 'right')
    await made.vault.setPin(userId, 'right', PIN)
  })

  it('[KEY2] opens the same key as the password, also after a restart', async () => {
    expect(await made.again().openByPin(userId, PIN)).toEqual(opened)
    expect(await made.again().open(userId, 'right')).toEqual(opened)
    expect(await made.vault.list()).toMatchObject([{ hasPin: true }])
  })

  it('[KEY2] is set by who knows the password, and a wrong one spends a try of the password', async () => {
    expect(await made.vault.setPin(userId, 'wrong', '274951')).toMatchObject({
      error: { code: 'vault.wrongPassword', triesLeft: 4 },
    })
    expect(await made.vault.openByPin(userId, '274951')).toMatchObject({ ok: false })
    expect(await made.vault.openByPin(userId, PIN)).toEqual(opened)
  })

  it('[KEY2] is refused when it is weak, with the reason and before the password is looked at', async () => {
    made.checked.length = 0
    expect(await made.vault.setPin(userId, 'right', '123456')).toEqual({
      ok: false,
      error: { code: 'vault.weakPin', why: 'sequence' },
    })
    expect(made.checked).toEqual([])
    expect(await made.vault.openByPin(userId, PIN)).toEqual(opened)
  })

  it('[KEY3] five wrong ones in a row, with the pauses, erase it; password, key and the tries of the password stay', async () => {
    const answers = []
    for (const pause of [0, 0, 0, 30_000, 300_000]) {
      made.time.now += pause
      answers.push(await made.again().openByPin(userId, '000000'))
    }
    expect(answers).toEqual(
      [
        { triesLeft: 4, retryAfterMs: 0 },
        { triesLeft: 3, retryAfterMs: 0 },
        { triesLeft: 2, retryAfterMs: 30_000 },
        { triesLeft: 1, retryAfterMs: 300_000 },
        { triesLeft: 0, retryAfterMs: 0 },
      ].map((error) => ({ ok: false, error: { code: 'vault.wrongPin', ...error } })),
    )
    expect(await made.vault.openByPin(userId, PIN)).toEqual({ ok: false, error: { code: 'vault.noPin' } })
    expect(await made.vault.list()).toMatchObject([{ hasPin: false }])
    expect(await made.vault.open(userId, 'wrong')).toMatchObject({ error: { triesLeft: 4 } })
    expect(await made.vault.open(userId, 'right')).toEqual(opened)
  })

  it('[KEY3] has the try on disk before the PIN is looked at, and checks nothing in a pause', async () => {
    made.checked.length = 0
    made.written.length = 0
    await made.vault.openByPin(userId, '000000')
    expect(made.written[0]).toBe(0)
    for (let i = 0; i < 2; i += 1) await made.vault.openByPin(userId, '000000')
    made.checked.length = 0
    expect(await made.vault.openByPin(userId, PIN)).toMatchObject({ error: { code: 'vault.tooEarly', triesLeft: 2 } })
    expect(made.checked).toEqual([])
    // The password is another way in, with pauses of its own.
    expect(await made.vault.open(userId, 'right')).toEqual(opened)
  })

  it('[KEY2] stays over a new password of the same key, and goes with another key or another device', async () => {
    await made.vault.seal({ ...entry, lease: await aLease() }, 'newer')
    expect(await made.vault.openByPin(userId, PIN)).toEqual(opened)
    await made.vault.seal({ ...entry, dataKey: Buffer.alloc(32, 8) }, 'newer')
    expect(await made.vault.openByPin(userId, PIN)).toEqual({ ok: false, error: { code: 'vault.noPin' } })
    await made.vault.setPin(userId, 'newer', PIN)
    const moved = { ...passport, deviceId: '0190c5f2-7d3a-7abc-8def-0123456789ff' as DeviceId }
    await made.vault.seal({ ...entry, passport: moved, dataKey: Buffer.alloc(32, 8) }, 'newer')
    expect(await made.vault.list()).toMatchObject([{ hasPin: false }])
  })

  it('[KEY2] can be removed', async () => {
    await made.vault.dropPin(userId)
    expect(await made.again().openByPin(userId, PIN)).toEqual({ ok: false, error: { code: 'vault.noPin' } })
    expect(await made.vault.open(userId, 'right')).toEqual(opened)
  })

  it('[KEY2] is not to be had where the system has no secret store', async () => {
    const { vault } = aVault({ ...box, isAvailable: async () => false })
    const refused = { ok: false, error: { code: 'vault.unavailable' } }
    expect(await vault.setPin(userId, 'right', PIN)).toEqual(refused)
    expect(await vault.openByPin(userId, PIN)).toEqual(refused)
  })
})

describe('the lease', () => {
  let made: ReturnType<typeof aVault>
  beforeEach(async () => {
    made = aVault()
    await made.vault.seal({ ...entry, lease: await aLease() }, 'right')
    await made.vault.setPin(userId, 'right', PIN)
  })
  const ended = { ok: false, error: { code: 'vault.leaseEnded' } }

  it('[KEY4] lets the device be opened until its end and not after it; no try is spent and the PIN goes', async () => {
    made.time.now = START + 72 * HOUR - 1_000
    expect(await made.again().openByPin(userId, PIN)).toEqual(opened)
    made.time.now = START + 72 * HOUR
    made.checked.length = 0
    expect(await made.again().openByPin(userId, PIN)).toEqual(ended)
    expect(await made.again().open(userId, 'right')).toEqual(ended)
    expect(made.checked).toEqual([])
    expect(await made.vault.list()).toMatchObject([{ userId, hasPin: false }])
    // A sign-in at the server brings the next one, and the same key.
    await made.vault.seal({ ...entry, lease: await aLease({ at: made.time.now }) }, 'right')
    expect(await made.again().open(userId, 'right')).toEqual(opened)
  })

  it('[KEY4] goes on with each contact, without the password', async () => {
    made.time.now = START + 60 * HOUR
    await made.vault.update(passport, await aLease({ at: made.time.now }))
    made.time.now = START + 100 * HOUR
    expect(await made.again().openByPin(userId, PIN)).toEqual(opened)
    expect(await made.vault.standing(userId)).toEqual({
      until: new Date(START + 132 * HOUR).toISOString(),
      isLeaseEnded: false,
      isClockSetBack: false,
    })
  })

  it.each<[string, LeaseWish]>([
    ['signed by somebody else', { hours: 700, keys: forger }],
    [
      'of another device',
      { hours: 700, of: { ...passport, deviceId: '0190c5f2-7d3a-7abc-8def-0123456789ff' as DeviceId } },
    ],
    ['of another organisation', { hours: 700, of: { ...passport, user: { ...passport.user, orgId: anId(4) } } }],
    ['older than the one that is there', { hours: 700, at: START - HOUR }],
  ])('[KEY4] one %s changes nothing', async (_name, wish) => {
    await made.vault.update(passport, await aLease(wish))
    made.time.now = START + 73 * HOUR
    expect(await made.vault.open(userId, 'right')).toEqual(ended)
  })

  it('[KEY4] altered by a letter changes nothing', async () => {
    const { token, key } = await aLease({ hours: 700 })
    const [head, body, mark] = token.split('.')
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as { exp: number }
    const longer = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 9_999 })).toString('base64url')
    await made.vault.update(passport, { token: `${head}.${longer}.${mark}`, key })
    made.time.now = START + 73 * HOUR
    expect(await made.vault.open(userId, 'right')).toEqual(ended)
  })

  it('[KEY4] that an older server does not give has no end', async () => {
    const { vault, time } = aVault()
    await vault.seal(entry, 'right')
    time.now += 10_000 * HOUR
    expect(await vault.open(userId, 'right')).toEqual(opened)
  })

  it('[KEY5] goes by the latest time seen when the clock is set back, and it is said', async () => {
    made.time.now = START + 71 * HOUR
    await made.vault.standing(userId)
    made.time.now = START + HOUR
    expect(await made.again().open(userId, 'right')).toEqual({
      ...opened,
      value: { ...opened.value, isClockSetBack: true },
    })
    expect(await made.vault.standing(userId)).toMatchObject({ isClockSetBack: true, isLeaseEnded: false })
    made.time.now = START + 73 * HOUR
    expect(await made.vault.standing(userId)).toMatchObject({ isClockSetBack: false, isLeaseEnded: true })
    made.time.now = START + HOUR
    expect(await made.again().open(userId, 'right')).toEqual(ended)
  })

  it('[KEY5] two minutes back is a correction; a clock that was always off is off and not set back', async () => {
    made.time.now = START + HOUR
    await made.vault.standing(userId)
    made.time.now -= 120_000
    expect(await made.vault.open(userId, 'right')).toEqual(opened)
    made.time.now -= 1
    expect(await made.vault.open(userId, 'right')).toMatchObject({ value: { isClockSetBack: true } })

    const slow = aVault()
    slow.time.now = START - 5 * HOUR
    await slow.vault.seal({ ...entry, lease: await aLease() }, 'right')
    expect(await slow.vault.open(userId, 'right')).toEqual(opened)
    slow.time.now += 72 * HOUR
    expect(await slow.vault.open(userId, 'right')).toEqual(ended)
  })

  it('[KEY5] a clock that ran ahead is forgiven by the next word of the server', async () => {
    made.time.now = START + 5_000 * HOUR
    expect(await made.vault.open(userId, 'right')).toEqual(ended)
    made.time.now = START + HOUR
    expect(await made.vault.open(userId, 'right')).toEqual(ended)
    await made.vault.update(passport, await aLease({ at: START + HOUR }))
    expect(await made.vault.open(userId, 'right')).toEqual(opened)
  })
})
