import type { HostBridge } from '#shared/ipc/contract.ts'
import { type LogValue, maskFields } from '#shared/ipc/log-mask.ts'
import { fileNameOf } from '#shared/ipc/saved-file.ts'
import { newUuid, uuid } from '#shared/kernel/ids.ts'

/** What the browser host needs of the browser, so that it can be tested without one. */
export interface BrowserSurroundings {
  /** Origin of the page: the central API serves the desk itself. */
  readonly origin: string
  readonly version: string
  readonly platform: string
  /** The id of this installation, in the storage of the browser's profile. */
  readonly installation: { get(): string | null; set(id: string): void; make(): string }
  readonly title: { get(): string; set(title: string): void }
  /** Undefined where the browser has no notices, or the page may not have them. */
  readonly notices: Notices | undefined
  /** Calls back about once a second until stopped. */
  readonly everySecond: (tick: () => void) => () => void
  /** Gives a file to the browser's own download; where it goes and what came of it only the browser tells. */
  readonly download: (bytes: Uint8Array<ArrayBuffer>, name: string) => void
  /** Shows the browser's print dialogue and returns when it is gone. */
  readonly print: () => void
  readonly report: (level: 'info' | 'warn' | 'error', code: string, fields: Record<string, LogValue>) => void
}

export interface Notices {
  permission(): 'default' | 'granted' | 'denied'
  request(): Promise<unknown>
  /** Shows a notice that stays until closed. */
  show(title: string, body: string): { close(): void }
}

const INSTALLATION_KEY = 'opora.installation'
const RINGING_MARK = '☎ '
/** What a file without a usable name is called. */
const UNTITLED = 'document'
/** A browser reads a file after the click has returned, a slow disk a while after that. */
const DOWNLOAD_KEPT_MS = 60_000

/**
 * The host bridge where nothing may be installed. A browser cannot keep a secret from whoever sits at the computer, so there is
 * no vault and tokens live in memory: after a reload people sign in again. Nothing is pretended: what is missing refuses by code.
 */
export function createBrowserHost(browser: BrowserSurroundings): HostBridge {
  const tokens = new Map<string, string>()
  let clearAttention = (): void => undefined

  function startAttention(title: string, body: string): void {
    clearAttention()
    const notice = browser.notices?.permission() === 'granted' ? browser.notices.show(title, body) : undefined
    const titleBefore = browser.title.get()
    let isMarked = false
    const mark = (): void => {
      isMarked = !isMarked
      browser.title.set(isMarked ? RINGING_MARK + titleBefore : titleBefore)
    }
    mark()
    const stop = browser.everySecond(mark)
    clearAttention = () => {
      stop()
      notice?.close()
      browser.title.set(titleBefore)
      clearAttention = () => undefined
    }
  }

  return {
    app: {
      info: async () => ({
        host: 'browser',
        version: browser.version,
        platform: browser.platform,
        secretStore: 'none',
        apiUrl: browser.origin,
      }),
      installation: async ({ known }) => {
        const kept = uuid.safeParse(browser.installation.get())
        const installationId = kept.success ? kept.data : (known ?? browser.installation.make())
        if (!kept.success) browser.installation.set(installationId)
        return { installationId }
      },
    },
    vault: {
      seal: async () => ({ ok: false, error: { code: 'vault.unavailable' } }),
      update: async () => null,
      list: async () => [],
      open: async () => ({ ok: false, error: { code: 'vault.unavailable' } }),
      openByPin: async () => ({ ok: false, error: { code: 'vault.unavailable' } }),
      setPin: async () => ({ ok: false, error: { code: 'vault.unavailable' } }),
      dropPin: async () => null,
      standing: async () => ({ until: null, isLeaseEnded: false, isClockSetBack: false }),
      lock: async ({ userId }) => {
        tokens.delete(userId)
        return null
      },
      forget: async () => null,
    },
    tokens: {
      save: async ({ userId, refreshToken }) => {
        tokens.set(userId, refreshToken)
        return null
      },
      load: async ({ userId }) => ({ refreshToken: tokens.get(userId) ?? null }),
      clear: async ({ userId }) => {
        tokens.delete(userId)
        return null
      },
    },
    attention: {
      incomingCall: async ({ title, body }) => {
        startAttention(title, body)
        return null
      },
      clear: async () => {
        clearAttention()
        return null
      },
      remind: async ({ title, body }) => {
        if (browser.notices?.permission() === 'granted') browser.notices.show(title, body)
        return null
      },
      setPhoneState: async ({ state }) => {
        // Going on the line is the operator's own click: browsers let a page ask for notices only after one.
        if (state === 'ready' && browser.notices?.permission() === 'default') await browser.notices.request()
        return null
      },
    },
    files: {
      save: async ({ name, kind, bytes }) => {
        browser.download(bytes, fileNameOf(name, kind, UNTITLED))
        return { ok: true, value: { outcome: 'handedOver' } }
      },
      showInFolder: async () => null,
    },
    print: {
      page: async () => {
        browser.print()
        return { ok: true, value: { outcome: 'closed' } }
      },
    },
    log: {
      write: async ({ level, code, fields }) => {
        browser.report(level, code, maskFields(fields ?? {}))
        return null
      },
    },
    on: () => () => undefined,
  }
}

/** The surroundings of a real page. */
export function realBrowser(version: string): BrowserSurroundings {
  return {
    origin: location.origin,
    version,
    platform: 'browser',
    installation: {
      get: () => localStorage.getItem(INSTALLATION_KEY),
      set: (id) => localStorage.setItem(INSTALLATION_KEY, id),
      make: () => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length))),
    },
    title: {
      get: () => document.title,
      set: (title) => {
        document.title = title
      },
    },
    notices: 'Notification' in window ? pageNotices() : undefined,
    everySecond: (tick) => {
      const timer = setInterval(tick, 1000)
      return () => clearInterval(timer)
    },
    download: (bytes, name) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([bytes]))
      link.download = name
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_KEPT_MS)
    },
    print: () => window.print(),
    report: (level, code, fields) => {
      if (level === 'error') console.error(code, fields)
      if (level === 'warn') console.warn(code, fields)
    },
  }
}

function pageNotices(): Notices {
  return {
    permission: () => Notification.permission,
    request: () => Notification.requestPermission(),
    show: (title, body) => {
      const notice = new Notification(title, { body, tag: 'incoming-call', requireInteraction: true })
      notice.onclick = () => window.focus()
      return notice
    },
  }
}
