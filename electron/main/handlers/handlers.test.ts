import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { UserId } from '#shared/kernel/ids.ts'
import { crashLimit } from '../crash-limit.ts'
import { openDesks } from '../vault/open-desks.ts'
import { sealedFiles } from '../vault/sealed-files.ts'
import type { SecretBox } from '../vault/secret-box.ts'
import { attentionHandlers } from './attention.ts'
import { installationOf } from './installation.ts'
import { tokenHandlers } from './tokens.ts'

const userId = '0190c5f2-7d3a-7abc-8def-0123456789ab' as UserId

describe('attention', () => {
  function anAttention() {
    const seen = {
      notices: [] as string[],
      isFlashing: false,
      isInFront: false,
      state: '',
      click: (): void => undefined,
    }
    const handlers = attentionHandlers({
      showNotice: ({ title }, onClick) => {
        seen.notices.push(title)
        seen.click = onClick
        return () => seen.notices.splice(seen.notices.indexOf(title), 1)
      },
      flashWindow: (isFlashing) => {
        seen.isFlashing = isFlashing
      },
      bringToFront: () => {
        seen.isInFront = true
      },
      showPhoneState: (state) => {
        seen.state = state
      },
    })
    return { seen, handlers }
  }

  it('shows one notice at a time, flashes and rings in the tray until cleared', async () => {
    const { seen, handlers } = anAttention()
    await handlers.setPhoneState({ state: 'ready' })
    await handlers.incomingCall({ title: 'first', body: '' })
    await handlers.incomingCall({ title: 'second', body: '' })
    expect(seen).toMatchObject({ notices: ['second'], isFlashing: true, state: 'ringing' })
    await handlers.clear(undefined)
    expect(seen).toMatchObject({ notices: [], isFlashing: false, state: 'ready', isInFront: false })
  })

  it('a reminder stands beside a call until it is clicked; the newest one takes the place of the one before', async () => {
    const { seen, handlers } = anAttention()
    await handlers.remind({ title: 'promised', body: '' })
    await handlers.remind({ title: 'promised too', body: '' })
    await handlers.incomingCall({ title: 'call', body: '' })
    await handlers.clear(undefined)
    expect(seen).toMatchObject({ notices: ['promised too'], isFlashing: false, isInFront: false })
  })

  it('brings the window to the front when the notice is clicked', async () => {
    const { seen, handlers } = anAttention()
    await handlers.incomingCall({ title: 'first', body: '' })
    seen.click()
    expect(seen).toMatchObject({ notices: [], isFlashing: false, isInFront: true })
  })
})

describe('tokens', () => {
  function files() {
    const folder = mkdtempSync(join(tmpdir(), 'tokens-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return { folder, store: sealedFiles(folder, '.token') }
  }
  const box = (isAvailable: boolean): SecretBox => ({
    isAvailable: async () => isAvailable,
    seal: async (text) => Buffer.from(text).map((byte) => byte ^ 0xff),
    open: async (sealed) => ({ text: Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(), isStale: false }),
  })

  it('keeps a token over a restart and clears it', async () => {
    const { store } = files()
    await tokenHandlers(box(true), store, openDesks()).save({ userId, refreshToken: 'r1' })
    const desks = openDesks()
    const restarted = tokenHandlers(box(true), store, desks)
    desks.opened(userId)
    expect(await restarted.load({ userId })).toEqual({ refreshToken: 'r1' })
    await restarted.clear({ userId })
    expect(await restarted.load({ userId })).toEqual({ refreshToken: null })
  })

  it('[LOCK3] gives the token to a desk that was opened, and to a locked one not', async () => {
    const { store } = files()
    const desks = openDesks()
    const handlers = tokenHandlers(box(true), store, desks)
    await handlers.save({ userId, refreshToken: 'r1' })
    desks.locked(userId)
    expect(await handlers.load({ userId })).toEqual({ refreshToken: null })
    expect(await tokenHandlers(box(true), store, openDesks()).load({ userId })).toEqual({ refreshToken: null })
    desks.opened(userId)
    expect(await handlers.load({ userId })).toEqual({ refreshToken: 'r1' })
  })

  it('keeps it in memory only where the system cannot seal', async () => {
    const { folder, store } = files()
    const handlers = tokenHandlers(box(false), store, openDesks())
    await handlers.save({ userId, refreshToken: 'r1' })
    expect(await handlers.load({ userId })).toEqual({ refreshToken: 'r1' })
    expect(readdirSync(folder)).toEqual([])
    expect(await tokenHandlers(box(false), store, openDesks()).load({ userId })).toEqual({ refreshToken: null })
  })
})

describe('the installation', () => {
  const [older, made] = [userId.replace('0190', '0191'), userId.replace('0190', '0192')]
  function files() {
    const folder = mkdtempSync(join(tmpdir(), 'installation-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return sealedFiles(folder, '.id')
  }

  it('is made once and the same over restarts, also for two who ask at once', async () => {
    const store = files()
    const ids = [made, older]
    const ask = installationOf(store, () => ids.shift() ?? '')
    expect(await Promise.all([ask({ known: null }), ask({ known: null })])).toEqual([
      { installationId: made },
      { installationId: made },
    ])
    expect(await installationOf(store, () => older)({ known: older })).toEqual({ installationId: made })
  })

  it('is taken over from a desk that kept it in the page', async () => {
    const store = files()
    expect(await installationOf(store, () => made)({ known: older })).toEqual({ installationId: older })
    expect(await installationOf(store, () => made)({ known: null })).toEqual({ installationId: older })
  })

  it('is not told before it is on disk, and asked for again after a fault', async () => {
    const store = files()
    let isFull = true
    const ask = installationOf(
      {
        ...store,
        write: (...args) => (isFull ? Promise.reject(new Error('ENOSPC')) : store.write(...args)),
      },
      () => made,
    )
    await expect(ask({ known: null })).rejects.toThrow('ENOSPC')
    isFull = false
    expect(await ask({ known: null })).toEqual({ installationId: made })
  })

  it('is made anew when its file is damaged', async () => {
    const store = files()
    await store.write('installation', Buffer.from('nonsense'))
    expect(await installationOf(store, () => made)({ known: null })).toEqual({ installationId: made })
  })
})

describe('crashLimit', () => {
  it('reloads twice within a minute and not a third time', () => {
    const mayReload = crashLimit()
    expect([0, 1000, 2000].map(mayReload)).toEqual([true, true, false])
  })

  it('forgets crashes that are a minute old', () => {
    const mayReload = crashLimit()
    expect([0, 40_000, 80_000, 120_000].map(mayReload)).toEqual([true, true, true, true])
  })
})
