import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

/** Runs inside the desk's page before anything of the desk does; it watches and changes nothing. */
export interface PopWatch {
  /** Begins to watch for the name on the ringing card. */
  arm(stillLooking: string): void
  /** What the card says once it has a name, and when that was painted (`Date.now()`). */
  shown(): Promise<{ readonly name: string; readonly at: number }>
}

declare global {
  interface Window {
    popWatch: PopWatch
  }
}

/** For `page.addInitScript`: sent as text, so it is self-contained and has methods only: the loader wraps functions that get a name. */
export function installPopWatch(): void {
  let shown: Promise<{ readonly name: string; readonly at: number }> | undefined
  window.popWatch = {
    arm(stillLooking) {
      shown = new Promise((resolve) => {
        const observer = new MutationObserver((_, self) => {
          const name = document.querySelector('.ring-card__name')?.textContent ?? ''
          if (name === '' || name === stillLooking) return
          self.disconnect()
          // the frame callback runs before the paint; the message after it is handled when the paint is done
          requestAnimationFrame(() => {
            const channel = new MessageChannel()
            channel.port1.onmessage = () => resolve({ name, at: Date.now() })
            channel.port2.postMessage(null)
          })
        })
        observer.observe(document.body, { childList: true, subtree: true, characterData: true })
      })
    },
    shown() {
      return shown ?? Promise.reject(new Error('arm first'))
    },
  }
}

/** Baseline: the same people as plain rows of IndexedDB, and one look through all of them for a number. For `page.evaluate`. */
export async function keepPlainRows(persons: readonly InsuredPerson[]): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('bench-plain-rows', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('persons', { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const transaction = database.transaction('persons', 'readwrite')
  for (const person of persons) transaction.objectStore('persons').put(person)
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onerror = () => reject(transaction.error)
  })
  database.close()
}

/** Milliseconds until everybody with this number is found by a plain look through all rows. For `page.evaluate`. */
export async function scanPlainRows(number: string): Promise<{ readonly ms: number; readonly found: number }> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('bench-plain-rows', 1)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const startedAt = performance.now()
  const all = await new Promise<InsuredPerson[]>((resolve, reject) => {
    const request = database.transaction('persons').objectStore('persons').getAll()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const found = all.filter(({ phones }) => phones.some((phone) => phone.number === number)).length
  const ms = performance.now() - startedAt
  database.close()
  return { ms, found }
}
