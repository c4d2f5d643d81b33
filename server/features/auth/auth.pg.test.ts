import { randomBytes } from 'node:crypto'
import { importJWK, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, PASSWORD, startTestServer, type TestServer } from '#server/testing/harness.ts'
import { LEASE_AUDIENCE, OFFLINE_LEASE_HOURS, type Session } from '#shared/features/auth/session.ts'
import { FREE_ATTEMPTS } from './lock-out.ts'
import { REFRESH_REPEAT_MS, REFRESH_TTL_MS } from './sessions.ts'

describeOnEngines('sign-in', (open) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(open)
  })
  afterAll(() => server.close())

  const signIn = (login: string, password: string, installationId = newId()) =>
    server.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { login, password, installationId, host: 'browser', appVersion: '0.1.0' },
    })
  const refresh = (refreshToken: string) =>
    server.inject({ method: 'POST', url: '/api/auth/refresh', payload: { refreshToken } })
  const me = (accessToken: string) =>
    server.inject({ url: '/api/auth/me', headers: { authorization: `Bearer ${accessToken}` } })

  it('gives the same device and data key to the same installation and user, and others to others', async () => {
    const installation = newId()
    const first = (await signIn('operator', PASSWORD, installation)).json<Session>()
    const again = (await signIn('OPERATOR ', PASSWORD, installation)).json<Session>()
    const other = (await signIn('post', PASSWORD, installation)).json<Session>()
    expect([again.deviceId, again.dataKey]).toEqual([first.deviceId, first.dataKey])
    expect(other.deviceId).not.toBe(first.deviceId)
    expect(other.dataKey).not.toBe(first.dataKey)
    expect(Buffer.from(first.dataKey, 'base64')).toHaveLength(32)
    expect(first).toMatchObject({ expectedN: 1, user: { role: 'L1' } })
  })

  it('[KEY4] signs until when the device opens without the server, for this user, device and organisation, anew with each contact', async () => {
    const first = (await signIn('operator', PASSWORD)).json<Session>()
    server.advance(60_000)
    const second = (await refresh(first.refreshToken)).json<Session>()
    const claims = await Promise.all(
      [first, second].map(async ({ offlineLease, serverTime }) => {
        const { token, key } = offlineLease ?? expect.fail('no lease')
        const { payload } = await jwtVerify(token, await importJWK(key, 'ES256'), {
          issuer: 'opora',
          audience: LEASE_AUDIENCE,
          algorithms: ['ES256'],
          currentDate: new Date(serverTime),
        })
        expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(OFFLINE_LEASE_HOURS * 3_600)
        return payload
      }),
    )
    expect(claims[0]).toMatchObject({ sub: first.user.id, did: first.deviceId, org: first.user.orgId })
    expect((claims[1]?.exp ?? 0) - (claims[0]?.exp ?? 0)).toBe(60)
    expect(first.offlineLease?.key).toEqual(second.offlineLease?.key)
    expect(JSON.stringify(first.offlineLease?.key)).not.toContain('"d"')
  })

  it('keeps the data key sealed in the database', async () => {
    const session = (await signIn('operator', PASSWORD)).json<Session>()
    const row = await server.database.db
      .selectFrom('devices')
      .select('data_key')
      .where('id', '=', session.deviceId)
      .executeTakeFirstOrThrow()
    expect(Buffer.from(row.data_key).includes(Buffer.from(session.dataKey, 'base64'))).toBe(false)
  })

  it('answers a wrong password and an unknown login alike', async () => {
    const [wrong, unknown] = [await signIn('expert2', 'nonsense'), await signIn('nobody', 'nonsense')]
    expect([wrong.statusCode, wrong.body]).toEqual([401, unknown.body])
    expect(wrong.json().error.code).toBe('auth.wrongCredentials')
  })

  it('names every empty field', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { login: '', password: '', installationId: newId(), host: 'browser', appVersion: '1' },
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toMatchObject({
      code: 'auth.loginRequired',
      field: 'login',
      issues: [{ code: 'auth.loginRequired' }, { code: 'auth.passwordRequired', field: 'password' }],
    })
  })

  it('locks a login after failures in a row, also against the right password and on another letter case, and opens it again', async () => {
    for (let attempt = 0; attempt < FREE_ATTEMPTS; attempt += 1) await signIn('expert', 'nonsense')
    const locked = await signIn('Expert', PASSWORD)
    expect(locked.statusCode).toBe(429)
    expect(locked.json().error).toEqual({ code: 'auth.locked', args: { minutes: 1 }, retry: true })
    expect((await signIn('operator', PASSWORD)).statusCode).toBe(200)
    server.advance(61_000)
    expect((await signIn('expert', PASSWORD)).statusCode).toBe(200)
    expect((await signIn('expert', 'nonsense')).statusCode).toBe(401)
    expect((await signIn('expert', PASSWORD)).statusCode).toBe(200)
  })

  it('locks a login that does not exist as well', async () => {
    for (let attempt = 0; attempt < FREE_ATTEMPTS; attempt += 1) await signIn('ghost', 'nonsense')
    expect((await signIn('ghost', 'nonsense')).statusCode).toBe(429)
  })

  it('rotates the refresh token: each serves once', async () => {
    const first = (await signIn('operator', PASSWORD)).json<Session>()
    const second = (await refresh(first.refreshToken)).json<Session>()
    const third = await refresh(second.refreshToken)
    expect(third.statusCode).toBe(200)
    expect(new Set([first, second, third.json<Session>()].map(({ refreshToken }) => refreshToken)).size).toBe(3)
    expect((await me(third.json<Session>().accessToken)).statusCode).toBe(200)
  })

  it('forgives a repeat of the last token right after a lost answer, and nothing older', async () => {
    const first = (await signIn('operator', PASSWORD)).json<Session>()
    await refresh(first.refreshToken)
    server.advance(REFRESH_REPEAT_MS - 1)
    const repeated = await refresh(first.refreshToken)
    expect(repeated.statusCode).toBe(200)
    server.advance(2)
    expect((await refresh(first.refreshToken)).statusCode).toBe(401)
  })

  it('ends the session when a used token comes again: the newest token and the access token stop serving', async () => {
    const stolen = (await signIn('operator', PASSWORD)).json<Session>()
    const honest = (await refresh(stolen.refreshToken)).json<Session>()
    const newest = (await refresh(honest.refreshToken)).json<Session>()
    const reuse = await refresh(stolen.refreshToken)
    expect([reuse.statusCode, reuse.json().error.code]).toEqual([401, 'auth.sessionEnded'])
    expect((await refresh(newest.refreshToken)).statusCode).toBe(401)
    expect((await me(newest.accessToken)).json().error.code).toBe('auth.sessionEnded')
  })

  it('ends after thirty days without a refresh', async () => {
    const session = (await signIn('operator', PASSWORD)).json<Session>()
    server.advance(REFRESH_TTL_MS)
    expect((await refresh(session.refreshToken)).statusCode).toBe(401)
  })

  it('sign-out ends the session at once, on this device only', async () => {
    const [here, there] = [await server.desk('operator'), await server.desk('operator')]
    expect((await here.post('/api/auth/sign-out', {})).statusCode).toBe(204)
    expect((await here.get('/api/auth/me')).statusCode).toBe(401)
    expect((await refresh(here.session.refreshToken)).statusCode).toBe(401)
    expect((await there.get('/api/auth/me')).statusCode).toBe(200)
  })

  it('[WIPE1] a revoked device is told so at its next contact of any kind', async () => {
    const installation = newId()
    const desk = await server.desk('operator', installation)
    await server.database.db
      .updateTable('devices')
      .set({ revoked_at: new Date(server.now()).toISOString() })
      .where('id', '=', desk.session.deviceId)
      .execute()
    for (const answer of [
      await desk.get('/api/auth/me'),
      await refresh(desk.session.refreshToken),
      await signIn('operator', PASSWORD, installation),
    ])
      expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'device.revoked'])
  })

  it('rights follow the database, not the token: a user who leaves is out at once', async () => {
    const desk = await server.desk('post')
    const active = (is: boolean) =>
      server.database.db.updateTable('users').set({ active: is }).where('login', '=', 'post').execute()
    await active(false)
    expect((await desk.get('/api/auth/me')).statusCode).toBe(401)
    expect((await signIn('post', PASSWORD)).statusCode).toBe(401)
    await active(true)
    expect((await desk.get('/api/auth/me')).statusCode).toBe(200)
  })

  it('refuses access tokens that are missing, over, forged or without a signature', async () => {
    const desk = await server.desk('operator')
    const [header = '', payload = ''] = desk.session.accessToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(randomBytes(32))
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    for (const token of ['', 'x', forged, unsigned, `${header}.${payload}.`])
      expect((await me(token)).statusCode).toBe(401)
    expect((await server.inject({ url: '/api/auth/me' })).json().error.code).toBe('auth.tokenMissing')
    server.advance(15 * 60_000)
    expect((await desk.get('/api/auth/me')).json().error.code).toBe('auth.tokenInvalid')
  })
})
