import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, PASSWORD, startTestServer, type TestServer } from '#server/testing/harness.ts'
import { joinLive } from '#server/testing/live-client.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import type { TeamAnswer } from '#shared/features/staff/team.ts'

const ids = tinyIds()

describeOnEngines('the team and its devices', (open) => {
  let server: TestServer
  beforeEach(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
  })
  afterEach(() => server.close())

  const memberOf = async (login: string) => {
    const supervisor = await server.desk('supervisor')
    const { members } = (await supervisor.get('/api/staff')).json<TeamAnswer>()
    return members.find((member) => member.login === login)
  }
  const signIn = (installationId: string) =>
    server.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { login: 'operator', password: PASSWORD, installationId, host: 'browser', appVersion: '0.1.0' },
    })

  it('[S9] shows colleagues with their devices to supervisors and administrators of the organisation', async () => {
    expect((await server.inject({ method: 'GET', url: '/api/staff' })).statusCode).toBe(401)
    for (const login of ['operator', 'post', 'expert'])
      expect((await (await server.desk(login)).get('/api/staff')).statusCode).toBe(403)
    const operator = await memberOf('operator')
    expect(operator).toMatchObject({
      role: 'L1',
      isAdmitted: true,
      clinics: ['ГП 1', 'ГП 2'],
      devices: [{ host: 'browser', appVersion: '0.1.0', revokedAt: null, unsent: null }],
    })
    const admin = (await (await server.desk('admin')).get('/api/staff')).json<TeamAnswer>()
    expect(admin.members.map(({ login }) => login)).not.toContain('operator-1')
    expect(JSON.stringify(admin)).not.toMatch(/password|hash|key/i)
  })

  it('[WIPE1] a revoked device is told so at its next contact, whatever it asks, and is called at once', async () => {
    const url = await server.api.listen({ host: '127.0.0.1', port: 0 })
    const [supervisor, installation] = [await server.desk('supervisor'), newId()]
    const operator = await server.desk('operator', installation)
    const live = await joinLive(url, operator)
    live.send({ t: 'presence', report: { phone: null, calls: [], unsent: 3 } })
    await expect.poll(async () => (await memberOf('operator'))?.devices[0]?.unsent).toBe(3)

    const { deviceId, refreshToken } = operator.session
    expect((await supervisor.post(`/api/devices/${deviceId}/revoke`, {})).statusCode).toBe(204)
    expect(await live.next()).toMatchObject({ t: 'poke' })
    live.close()
    const told = { code: 'device.revoked', args: { device: deviceId } }
    expect((await operator.get('/api/auth/me')).json()).toMatchObject({ error: told })
    const refresh = { method: 'POST', url: '/api/auth/refresh', payload: { refreshToken } } as const
    expect((await server.inject(refresh)).json()).toMatchObject({ error: told })
    expect((await signIn(installation)).json()).toMatchObject({ error: told })
    // Another computer of the same colleague goes on.
    expect((await signIn(newId())).statusCode).toBe(200)
    const { rows } = await sql<{ details: object }>`
      select details from audit where action = 'device.revoke'`.execute(server.database.db)
    expect(rows).toEqual([{ details: { deviceId, userId: ids.user('operator') } }])
    const revoked = (await memberOf('operator'))?.devices.filter(({ revokedAt }) => revokedAt !== null)
    expect(revoked).toMatchObject([{ id: deviceId, revokedByName: 'Тестова supervisor' }])
  })

  it('[WIPE1] allowed again it gets another key and goes on counting its commands', async () => {
    const [supervisor, installation] = [await server.desk('supervisor'), newId()]
    const before = (await server.desk('operator', installation)).session
    await supervisor.post(`/api/devices/${before.deviceId}/revoke`, {})
    expect((await supervisor.post(`/api/devices/${before.deviceId}/allow`, {})).statusCode).toBe(204)
    const after = (await signIn(installation)).json()
    expect(after.deviceId).toBe(before.deviceId)
    expect(after.dataKey).not.toBe(before.dataKey)
    expect(after.expectedN).toBe(before.expectedN)
  })

  it('[WIPE1] nobody revokes from below, from another organisation or the desk that is being used', async () => {
    const { deviceId } = (await server.desk('operator')).session
    const revoke = `/api/devices/${deviceId}/revoke`
    expect((await server.inject({ method: 'POST', url: revoke })).statusCode).toBe(401)
    expect((await (await server.desk('expert')).post(revoke, {})).statusCode).toBe(403)
    expect((await (await server.desk('supervisor-1')).post(revoke, {})).statusCode).toBe(404)
    const supervisor = await server.desk('supervisor')
    expect((await supervisor.post(`/api/devices/${newId()}/revoke`, {})).statusCode).toBe(404)
    const own = await supervisor.post(`/api/devices/${supervisor.session.deviceId}/revoke`, {})
    expect(own.json()).toMatchObject({ error: { code: 'device.own' } })
    expect((await memberOf('operator'))?.devices[0]?.revokedAt).toBeNull()
  })
})
