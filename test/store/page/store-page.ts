import { type OpenDeskData, openDeskData } from '#renderer/app/desk-data/open-desk-data.ts'
import type { SyncStatus } from '#renderer/sync/desk-data.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import type { SessionUser } from '#shared/features/auth/session.ts'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'
import { newUuid } from '#shared/kernel/ids.ts'

export interface OpenInPage {
  readonly token: string
  readonly user: SessionUser
  readonly deviceId: string
  readonly dataKey: string
}

/** What the tests drive: the desk's real store in a real page, with its worker. */
export interface StorePage {
  opened: OpenDeskData | null
  open(options: OpenInPage): Promise<void>
  close(): Promise<void>
  status(): SyncStatus
  /** Registers an appeal with the next number; `null` when it was refused. */
  register(text: string): Promise<string | null>
  /** Registers one after another until the page dies, and tells the test of each that was acknowledged. */
  registerForEver(text: string): Promise<void>
  addContact(name: string, phone: string): Promise<boolean>
}

declare global {
  interface Window {
    readonly storePage: StorePage
    /** Given by the test. */
    readonly acknowledged: (number: string) => Promise<void>
  }
}

const newId = (): never => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length))) as never

function opened(): OpenDeskData {
  if (!page.opened) throw new Error('The store is not open')
  return page.opened
}

const page: StorePage = {
  opened: null,
  async open({ token, user, deviceId, dataKey }) {
    page.opened = await openDeskData({
      apiUrl: location.origin,
      user,
      deviceId: deviceId as DeviceId,
      dataKey,
      expectedN: null,
      tokens: { current: async () => token, isSignedOut: () => false },
      survivesRestartOffline: true,
    })
  },
  async close() {
    await opened().close()
    page.opened = null
  },
  status: () => opened().status.getState(),
  async register(text) {
    const id = newId()
    const result = await opened().data.writes.dispatchNumbered(registerAppeal, (number) => ({
      ...anAppeal({ id, text, applicant: { personId: null, contactId: null, anonymous: true, name: '', phone: null } }),
      number,
    }))
    return result.ok ? result.value.number : null
  },
  async registerForEver(text) {
    for (let count = 0; ; count += 1) {
      const number = await page.register(`${text} ${count}`)
      if (number === null) return
      void window.acknowledged(number)
    }
  },
  async addContact(name, phone) {
    const contact = { id: newId(), name, phone, note: '', clinicId: null }
    return (await opened().data.writes.dispatch(createContact, contact)).ok
  },
}
Object.assign(window, { storePage: page })
document.title = 'ready'
