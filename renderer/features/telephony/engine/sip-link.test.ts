import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { fakeExchange } from './fake-exchange.ts'
import { browserScheduler } from './scheduler.ts'
import { createSipAdapter } from './sip-adapter.ts'
import type { LinkStatus, SipPort } from './sip-port.ts'

const HOUR_MS = 3_600_000
const scheduler = { ...browserScheduler, random: () => 0.5 }
const phone = (user: string, lifeMs = HOUR_MS): PhoneCredentials => ({
  uri: 'sip:1001@pbx.opora.invalid',
  server: 'ws://127.0.0.1:1',
  authorizationUsername: user,
  authorizationPassword: 'secret',
  expiresAt: new Date(Date.now() + lifeMs).toISOString(),
  iceServers: [],
  recordsCalls: false,
  autoAnswers: [],
})

let running: SipPort | undefined
function open(credentials: () => Promise<PhoneCredentials>, accepted: readonly string[], isOnline = true) {
  const { script, transport } = fakeExchange(accepted)
  const logged: string[] = []
  const statuses: LinkStatus[] = []
  const port = createSipAdapter({
    credentials,
    scheduler,
    openMicrophone: () => Promise.reject(new Error('no microphone in this test')),
    newId: () => 'id',
    isOnline: () => isOnline,
    log: (_level, message) => logged.push(message),
    transportConstructor: transport,
  })
  port.subscribe((event) => event.type === 'link' && statuses.push(event.status))
  port.start()
  running = port
  const last = (): string => {
    const status = statuses.at(-1)
    return status?.state === 'unregistered' ? status.reason : (status?.state ?? 'none')
  }
  return { script, port, statuses, last, logged }
}
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(async () => {
  const stopping = running?.stop()
  await pass(60_000)
  await stopping
  vi.useRealTimers()
})

describe('link to the exchange', () => {
  it('[TEL20] is registered after the challenge and says so', async () => {
    const { script, last } = open(async () => phone('a'), ['a'])
    expect(last()).toBe('starting')
    await pass(10)
    expect(last()).toBe('registered')
    expect(script.received).toEqual(['REGISTER', 'REGISTER'])
  })

  it('[TEL21] a silent link is noticed within 15 s and opened again', async () => {
    const { script, last } = open(async () => phone('a'), ['a'])
    await pass(10)
    script.isSilent = true
    await pass(15_000)
    expect(last()).toBe('serverAway')
    script.isSilent = false
    await pass(5_000)
    expect(last()).toBe('registered')
  })

  it('[TEL21] a registration that nobody answers does not wait for timer F', async () => {
    const { script, last } = open(async () => phone('a'), ['a'])
    script.isSilent = true
    await pass(4_100)
    expect(last()).toBe('serverAway')
    script.isSilent = false
    await pass(1_000)
    expect(last()).toBe('registered')
  })

  it('[TEL22] an exchange away for an hour is found within 5 s of its return', async () => {
    const { script, last } = open(async () => phone('a', 10 * HOUR_MS), ['a'])
    await pass(10)
    script.isAway = true
    script.sockets[0]?.cut()
    await pass(HOUR_MS)
    expect(last()).toBe('serverAway')
    script.isAway = false
    await pass(5_000)
    expect(last()).toBe('registered')
  })

  it('[TEL22] the return of the network is used at once', async () => {
    const { script, port, last } = open(async () => phone('a'), ['a'], false)
    await pass(10)
    script.isAway = true
    script.sockets[0]?.cut()
    await pass(30_000)
    expect(last()).toBe('noNetwork')
    script.isAway = false
    port.networkChanged(true)
    await pass(10)
    expect(last()).toBe('registered')
  })

  it('[TEL23] registers anew after each reconnection and never un-registers the new one', async () => {
    const { script, last } = open(async () => phone('a'), ['a'])
    await pass(10)
    script.received.length = 0
    script.sockets[0]?.cut()
    await pass(1_000)
    expect(last()).toBe('registered')
    expect(script.received).toEqual(['REGISTER', 'REGISTER'])
  })

  it('[TEL24] refused credentials are asked for anew once, then every 30 s, and the reason is shown', async () => {
    let asked = 0
    const { last, script } = open(async () => {
      asked++
      return phone('wrong')
    }, ['a'])
    await pass(100)
    expect(asked).toBe(2)
    expect(last()).toBe('wrongCredentials')
    await pass(30_000)
    expect(asked).toBe(3)
    script.acceptedUsers.add('wrong')
    await pass(30_000)
    expect(last()).toBe('registered')
  })

  it('[TEL24] credentials are renewed before they end; without the API the old ones go on', async () => {
    const users = ['first', 'second']
    let isApiAway = false
    const { last, script } = open(async () => {
      if (isApiAway) throw new Error('away')
      return phone(users.shift() ?? 'late', HOUR_MS)
    }, ['first', 'second'])
    await pass(10)
    await pass(0.8 * HOUR_MS + 1_000)
    expect(users).toEqual([])
    expect(last()).toBe('registered')
    isApiAway = true
    await pass(HOUR_MS)
    expect(last()).toBe('registered')
    script.sockets[0]?.cut()
    await pass(2_000)
    expect(last()).toBe('registered')
  })

  it('[TEL25] says that there are no credentials, and tries again', async () => {
    let isApiAway = true
    const { last } = open(async () => {
      if (isApiAway) throw new Error('away')
      return phone('a')
    }, ['a'])
    await pass(10)
    expect(last()).toBe('noCredentials')
    isApiAway = false
    await pass(5_000)
    expect(last()).toBe('registered')
  })

  it('[TEL27] refreshes the registration before it expires', async () => {
    const { script } = open(async () => phone('a', 10 * HOUR_MS), ['a'])
    await pass(10)
    script.received.length = 0
    await pass(245_000)
    expect(script.received.filter((method) => method === 'REGISTER').length).toBeGreaterThan(0)
  })

  it('[TEL70] logs neither credentials nor the address of record', async () => {
    const { script, logged } = open(async () => phone('wrong'), ['a'])
    await pass(5_000)
    script.sockets[0]?.cut()
    await pass(60_000)
    expect(logged.length).toBeGreaterThan(0)
    expect(logged.join('\n')).not.toMatch(/1001|secret|Digest|wrong"/)
  })

  it('stop un-registers and goes quiet', async () => {
    const { script, port, last } = open(async () => phone('a'), ['a'])
    await pass(10)
    script.received.length = 0
    const stopping = port.stop()
    await pass(10)
    await stopping
    expect(script.received).toContain('REGISTER')
    expect(last()).toBe('stopped')
    script.received.length = 0
    await pass(HOUR_MS)
    expect(script.received).toEqual([])
  })
})
