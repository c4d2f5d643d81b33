// @vitest-environment node
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { LISTENING_AUDIENCE, listeningKey } from '#shared/features/telephony/listening.ts'
import { checkGrant } from './listening-grant.ts'

const NOW = Date.UTC(2026, 10, 26, 9)
const CLAIMS = {
  lid: '018f0000-0000-7000-8000-000000000001',
  ext: '1009',
  agent: '018f0000-0000-7000-8000-000000000002',
  call: '018f0000-0000-7000-8000-000000000003',
  mode: 'whisper',
  shown: true,
}

async function aGrant(
  change: { audience?: string; claims?: object; atMs?: number; seconds?: number; alg?: 'HS256' } = {},
) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const at = Math.floor((change.atMs ?? NOW) / 1000)
  const grant = await new SignJWT({ ...CLAIMS, ...change.claims })
    .setProtectedHeader({ alg: change.alg ?? 'ES256' })
    .setIssuer('opora')
    .setAudience(change.audience ?? LISTENING_AUDIENCE)
    .setJti('g1')
    .setIssuedAt(at)
    .setExpirationTime(at + (change.seconds ?? 60))
    .sign(change.alg === undefined ? privateKey : new Uint8Array(32))
  return { grant, key: listeningKey.parse(await exportJWK(publicKey)) }
}

it('[TEL102] a grant of the server is believed, by a clock that is two minutes off too', async () => {
  const { grant, key } = await aGrant()
  expect(await checkGrant(grant, key, NOW)).toEqual({ ok: true, claims: CLAIMS, grantId: 'g1' })
  expect(await checkGrant(grant, key, NOW + 170_000)).toMatchObject({ ok: true })
  expect(await checkGrant(grant, key, NOW - 110_000)).toMatchObject({ ok: true })
})

it('[TEL102] nobody else’s is', async () => {
  const { grant, key } = await aGrant()
  const refused = async (given: string, by = key, at = NOW) => {
    const checked = await checkGrant(given, by, at)
    return checked.ok ? 'believed' : checked.refusal
  }
  expect(await refused(grant, (await aGrant()).key)).toBe('forged')
  expect((await checkGrant(grant, undefined, NOW)).ok).toBe(false)
  expect(await refused('', key)).toBe('forged')
  expect(await refused(grant, key, NOW + 190_000)).toBe('expired')
  for (const change of [
    { audience: 'opora lease' },
    { claims: { mode: 'everything' } },
    { claims: { call: 'a call' } },
    { alg: 'HS256' as const },
  ]) {
    const made = await aGrant(change)
    expect(await refused(made.grant, made.key)).toBe('forged')
  }
  // signed long ago for long: short-lived is decided here as well
  const old = await aGrant({ atMs: NOW - 3_600_000, seconds: 7_200 })
  expect(await refused(old.grant, old.key)).toBe('expired')
})
