import { describe, expect, it } from 'vitest'
import { aPassport } from '#shared/builders/a-passport.ts'
import { type contract, listChannels } from '#shared/ipc/contract.ts'
import { type BrowserSurroundings, createBrowserHost } from './browser-host.ts'

const userId = '0190c5f2-7d3a-7abc-8def-0123456789ab'

function aBrowser(permission: 'default' | 'granted' | 'denied' = 'granted') {
  const seen = {
    title: 'Opora',
    installation: null as string | null,
    notices: [] as string[],
    asked: 0,
    reported: [] as unknown[],
    downloads: [] as string[],
    printed: 0,
    ticks: new Set<() => void>(),
  }
  const browser: BrowserSurroundings = {
    origin: 'https://api.example.test',
    version: '1.2.3',
    platform: 'browser',
    installation: {
      get: () => seen.installation,
      set: (id) => {
        seen.installation = id
      },
      make: () => userId,
    },
    title: {
      get: () => seen.title,
      set: (title) => {
        seen.title = title
      },
    },
    notices: {
      permission: () => permission,
      request: async () => {
        seen.asked += 1
      },
      show: (title, body) => {
        const notice = `${title}|${body}`
        seen.notices.push(notice)
        return { close: () => seen.notices.splice(seen.notices.indexOf(notice), 1) }
      },
    },
    everySecond: (tick) => {
      seen.ticks.add(tick)
      return () => seen.ticks.delete(tick)
    },
    download: (bytes, name) => seen.downloads.push(`${name}|${bytes.byteLength}`),
    print: () => {
      seen.printed += 1
    },
    report: (...line) => seen.reported.push(line),
  }
  return { seen, host: createBrowserHost(browser), tick: () => [...seen.ticks].map((tick) => tick()) }
}

describe('the browser host', () => {
  it('answers every channel of the contract by its schema', async () => {
    const { host } = aBrowser()
    const passport = aPassport()
    const args: Record<string, unknown> = {
      'app.installation': { known: null },
      'vault.seal': { login: 'a', passport, password: 'c', dataKey: `${'A'.repeat(43)}=` },
      'vault.update': { passport },
      'vault.openByPin': { userId, pin: '903617' },
      'vault.setPin': { userId, password: 'c', pin: '903617' },
      'vault.dropPin': { userId },
      'vault.standing': { userId },
      'vault.open': { userId, password: 'c' },
      'vault.lock': { userId },
      'vault.forget': { userId },
      'tokens.save': { userId, refreshToken: 't' },
      'tokens.load': { userId },
      'tokens.clear': { userId },
      'attention.incomingCall': { title: 'Call', body: '' },
      'attention.setPhoneState': { state: 'ready' },
      'attention.remind': { title: 'Promised', body: '' },
      'files.save': { name: 'a', kind: 'pdf', bytes: new Uint8Array(1) },
      'files.showInFolder': { id: 1 },
      'print.page': { pageSize: 'A4' },
      'log.write': { level: 'info', code: 'a.b' },
    }
    for (const { group, method, name, result } of listChannels()) {
      const methods = host[group as keyof typeof contract] as unknown as Record<
        string,
        (a: unknown) => Promise<unknown>
      >
      const answer = await methods[method]?.(args[name])
      expect(result.safeParse(answer), name).toMatchObject({ success: true })
    }
  })

  it('makes the id of the installation once', async () => {
    const { host, seen } = aBrowser()
    expect(await host.app.installation({ known: null })).toEqual({ installationId: userId })
    expect(seen.installation).toBe(userId)
    const known = userId.replace('0190', '0191')
    expect(await host.app.installation({ known })).toEqual({ installationId: userId })
  })

  it('says what it is and that it keeps no secrets', async () => {
    const { host } = aBrowser()
    expect(await host.app.info()).toMatchObject({
      host: 'browser',
      secretStore: 'none',
      apiUrl: 'https://api.example.test',
    })
    expect(await host.vault.list()).toEqual([])
    expect(await host.vault.open({ userId, password: 'x' })).toEqual({
      ok: false,
      error: { code: 'vault.unavailable' },
    })
  })

  it('keeps tokens of each user apart, until they are cleared', async () => {
    const { host } = aBrowser()
    const other = userId.replace('0190', '0191')
    await host.tokens.save({ userId, refreshToken: 'mine' })
    expect(await host.tokens.load({ userId: other })).toEqual({ refreshToken: null })
    expect(await host.tokens.load({ userId })).toEqual({ refreshToken: 'mine' })
    await host.tokens.clear({ userId })
    expect(await host.tokens.load({ userId })).toEqual({ refreshToken: null })
  })

  it('flashes the title and shows a notice until the call is cleared', async () => {
    const { host, seen, tick } = aBrowser()
    await host.attention.incomingCall({ title: 'Incoming call', body: 'line 1' })
    expect(seen.title).toBe('☎ Opora')
    tick()
    expect(seen.title).toBe('Opora')
    expect(seen.notices).toEqual(['Incoming call|line 1'])
    await host.attention.clear()
    expect(seen).toMatchObject({ title: 'Opora', notices: [] })
    expect(seen.ticks.size).toBe(0)
  })

  it('restores the true title when a second call comes while the title is marked', async () => {
    const { host, seen } = aBrowser()
    await host.attention.incomingCall({ title: 'one', body: '' })
    await host.attention.incomingCall({ title: 'two', body: '' })
    expect(seen.notices).toEqual(['two|'])
    await host.attention.clear()
    expect(seen.title).toBe('Opora')
  })

  it('asks for notices only when the operator goes on the line, and shows none without leave', async () => {
    const { host, seen } = aBrowser('default')
    await host.attention.setPhoneState({ state: 'away' })
    await host.attention.incomingCall({ title: 'one', body: '' })
    expect(seen).toMatchObject({ asked: 0, notices: [] })
    await host.attention.setPhoneState({ state: 'ready' })
    expect(seen.asked).toBe(1)
  })

  it('gives files to the browser under a name that is safe, and leaves telling of them to it', async () => {
    const { host, seen } = aBrowser()
    const answer = await host.files.save({ name: '../список', kind: 'csv', bytes: new Uint8Array(3) })
    expect(answer).toEqual({ ok: true, value: { outcome: 'handedOver' } })
    expect(seen.downloads).toEqual(['_список.csv|3'])
  })

  it('prints by the browser and does not claim to know what came of it', async () => {
    const { host, seen } = aBrowser()
    expect(await host.print.page({ pageSize: 'A4' })).toEqual({ ok: true, value: { outcome: 'closed' } })
    expect(seen.printed).toBe(1)
  })

  it('masks what it reports', async () => {
    const { host, seen } = aBrowser()
    await host.log.write({ level: 'warn', code: 'sync.refused', fields: { phone: '+70001234567', status: 409 } })
    expect(seen.reported).toEqual([['warn', 'sync.refused', { status: 409, dropped: 1 }]])
  })
})
