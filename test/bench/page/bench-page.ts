import { type OpenDeskData, openDeskData } from '#renderer/app/desk-data/open-desk-data.ts'
import { prepareStore } from '#renderer/app/desk-data/prepared-store.ts'
import { prepareWorkers } from '#renderer/app/desk-data/spare-workers.ts'
import { fromBase64 } from '#renderer/db/bytes.ts'
import { deriveKeys } from '#renderer/db/cipher.ts'
import type { DuePersonRow } from '#renderer/sync/desk-data.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anId, USER_ID } from '#shared/builders/ids.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { type DueQuery, dueList } from '#shared/features/preventive-care/due-list.ts'
import { preventiveCareRules } from '#shared/features/preventive-care/eligibility.ts'
import { informingPlans, planOn } from '#shared/features/preventive-care/informing-plan.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { must } from '#shared/kernel/result.ts'
import planFile from '../../../assets/reference/informing-plan.ru.json'
import rulesFile from '../../../assets/reference/preventive-care-rules.ru.json'
import { encryptedRowsFrom } from './encrypted-rows.ts'
import { loadNdjsonIntoDexie, openKeptDexie, strictPuts } from './ndjson-into-dexie.ts'

const dataKey = btoa('k'.repeat(32))
/** Hits of one search, as the desk shows them. */
const HITS = 10
let desk: OpenDeskData | null = null
let deviceId = ''

function opened(): OpenDeskData {
  if (!desk) throw new Error('The desk is not open')
  return desk
}

const benchPage = {
  /** A new desk with an empty store: from opening until everybody is stored and the last one can be found. */
  async firstLoad(lastName: string): Promise<{ ms: number; longestBlockMs: number }> {
    deviceId = newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)))
    const blocks = watchBlocks()
    const startedAt = performance.now()
    desk = await openBenchDesk()
    const { data } = desk
    await new Promise<void>((resolve) => {
      const stop = data.reads.subscribe(['insuredPerson'], () => {
        stop()
        resolve()
      })
    })
    const hits = await data.reads.searchPersons(lastName, 5)
    const ms = performance.now() - startedAt
    if (hits.length === 0) throw new Error('Loaded, but the last person cannot be found')
    return { ms, longestBlockMs: blocks() }
  },
  async close(): Promise<void> {
    await opened().close()
    desk = null
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(`opora-desk-${deviceId}`).onsuccess = resolve
    })
  },
  baseline: (keptAs?: string) => loadNdjsonIntoDexie('/registry.ndjson', keptAs),

  device: (): string => deviceId,

  /** The desk of this device is opened on its store by a browser that has just started: milliseconds from opening to the first hits. */
  async openAgain(device: string, typed: string, wasLocked: boolean): Promise<{ ms: number; longestBlockMs: number }> {
    deviceId = device
    // As the application does while it waits for a PIN.
    if (wasLocked) await prepareStore(device)
    const blocks = watchBlocks()
    const startedAt = performance.now()
    desk = await openBenchDesk()
    const hits = await desk.data.reads.searchPersons(typed, HITS)
    const ms = performance.now() - startedAt
    if (hits.length === 0) throw new Error('Opened, but nobody is found')
    return { ms, longestBlockMs: blocks() }
  },

  /** The same with people as plain indexed rows of Dexie. */
  openDexieAgain: (name: string, surname: string) => openKeptDexie(name, surname, HITS),

  /** Searches over and over, as the desk asks for them, until enough were made and `until` has come about. */
  async searchUntil(
    typed: string[],
    atLeast: number,
    until: 'now' | 'delta',
  ): Promise<{ times: number[]; longestBlockMs: number }> {
    const { data } = opened()
    const blocks = watchBlocks()
    let isThere = until === 'now'
    // Resolves when everything that is new has been taken.
    if (until === 'delta')
      void data.sync.tryNow().then(() => {
        isThere = true
      })
    const times: number[] = []
    for (let at = 0; times.length < atLeast || !isThere; at += 1) {
      const startedAt = performance.now()
      await data.reads.searchPersons(typed[at % typed.length] as string, HITS)
      times.push(performance.now() - startedAt)
    }
    return { times, longestBlockMs: blocks() }
  },

  /** Every search timed in a worker over the store of this desk. */
  async searchInWorker(typed: string[], limit: number, scope: string): Promise<{ openedMs: number; times: number[] }> {
    const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' })
    const answer = new Promise<MessageEvent<{ openedMs: number; times: number[] }>>((resolve, reject) => {
      worker.addEventListener('message', resolve)
      worker.addEventListener('error', (event) => reject(new Error(event.message)))
    })
    worker.postMessage({ keys: await deriveKeys(fromBase64(dataKey), deviceId), scope, typed, limit })
    const { data } = await answer
    worker.terminate()
    return data
  },

  /** From a keystroke until the frame with its hits has been painted. */
  async searchToPaint(typed: string[], limit: number): Promise<number[]> {
    const list = document.createElement('ol')
    document.body.replaceChildren(list)
    const times: number[] = []
    for (const text of typed) {
      const startedAt = performance.now()
      const hits = await opened().data.reads.searchPersons(text, limit)
      list.replaceChildren(
        ...hits.map(({ person }) => {
          const item = document.createElement('li')
          item.textContent = `${fullName(person)} ${person.birthDate} ${person.phones[0]?.number ?? ''}`
          return item
        }),
      )
      await painted()
      times.push(performance.now() - startedAt)
    }
    return times
  },

  /** From a choice of filters until the frame with the first page of rows and the counts has been painted. */
  async dueListToPaint(queries: DueQuery[]): Promise<number[]> {
    const times: number[] = []
    for (const query of queries) {
      const startedAt = performance.now()
      const { rows, total } = await opened().data.reads.dueList(query)
      await paintRows(rows, total)
      times.push(performance.now() - startedAt)
    }
    return times
  },

  /** The same in the ordinary way: everybody is read and decrypted, filtered, counted and sorted for each choice. */
  async dueListNaive(queries: DueQuery[]): Promise<number[]> {
    const [rules, plans] = [preventiveCareRules.parse(rulesFile), informingPlans.parse(planFile)]
    const stored = await encryptedRowsFrom('/registry.ndjson')
    const times: number[] = []
    for (const query of queries) {
      const startedAt = performance.now()
      const persons = await stored.all()
      const { rows, total } = dueList(persons, query, rules, must(planOn(query.today, plans), 'plan'))
      const byId = new Map<string, InsuredPerson>(persons.map((person) => [person.id, person]))
      await paintRows(
        rows.flatMap((row) => {
          const person = byId.get(row.personId)
          return person ? [{ ...row, person }] : []
        }),
        total,
      )
      times.push(performance.now() - startedAt)
    }
    await stored.delete()
    return times
  },

  /** Registers appeals one after another: from the call until *saved on this computer* is true. */
  async dispatches(count: number, text: string): Promise<{ times: number[]; plain: number[] }> {
    const times: number[] = []
    const anonymous = { personId: null, contactId: null, anonymous: true, name: '', phone: null }
    const args = Array.from({ length: count }, () => ({
      ...anAppeal({
        id: newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length))),
        text,
        applicant: anonymous,
      }),
    }))
    for (const one of args) {
      const startedAt = performance.now()
      const result = await opened().data.writes.dispatchNumbered(registerAppeal, (number) => ({ ...one, number }))
      times.push(performance.now() - startedAt)
      if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.error)}`)
      // One command at a time, as people give them: the delivery of one is not part of the next.
      await delivered()
    }
    return { times, plain: await strictPuts(args) }
  },

  async numbersLeft(): Promise<number> {
    return opened().status.getState().numbersLeft
  },
}

function openBenchDesk(): Promise<OpenDeskData> {
  return openDeskData({
    apiUrl: location.origin,
    user: {
      id: anId(USER_ID),
      orgId: anId(10),
      orgName: '',
      name: '',
      role: 'L1',
      clinicIds: [],
      extension: null,
      zoneOffsetMinutes: 180,
    },
    deviceId: deviceId as DeviceId,
    dataKey,
    expectedN: 1,
    tokens: { current: async () => 'token', isSignedOut: () => false },
    survivesRestartOffline: true,
  })
}

export type BenchPage = typeof benchPage

declare global {
  interface Window {
    readonly benchPage: BenchPage
  }
}

function delivered(): Promise<void> {
  const { status } = opened()
  if (status.getState().waiting === 0) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = status.subscribe(({ waiting }) => {
      if (waiting > 0) return
      stop()
      resolve()
    })
  })
}

/** As many rows as fit on the screen, and the count. */
const ROWS_ON_SCREEN = 12

async function paintRows(rows: readonly DuePersonRow[], total: number): Promise<void> {
  const list = document.createElement('ol')
  list.title = String(total)
  list.replaceChildren(
    ...rows.slice(0, ROWS_ON_SCREEN).map(({ person, why }) => {
      const item = document.createElement('li')
      item.textContent = `${fullName(person)} ${person.birthDate} ${why.key}`
      return item
    }),
  )
  document.body.replaceChildren(list)
  await painted()
}

/** The frame callback runs before the paint; the message after it is handled when the paint is done. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => resolve()
      channel.port2.postMessage(null)
    })
  })
}

/** Watches how long the main thread is ever away; the returned function ends it and tells the longest time. */
function watchBlocks(): () => number {
  const channel = new MessageChannel()
  let last = performance.now()
  let longest = 0
  let isOver = false
  channel.port1.onmessage = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!isOver) setTimeout(() => channel.port2.postMessage(null), 1)
  }
  channel.port2.postMessage(null)
  return () => {
    isOver = true
    return longest
  }
}

// As the application does before anyone unlocks it.
prepareWorkers()
Object.assign(window, { benchPage })
document.title = 'ready'
