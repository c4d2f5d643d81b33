import { describe, expect, it } from 'vitest'
import { holdPhone, type Locks } from './phone-lock.ts'

type Held = { readonly reject: (reason: unknown) => void }

/** Web Locks in memory, as far as W3C says: ifAvailable, steal, queue, abort. */
function memoryLocks(): Locks {
  let holder: Held | undefined
  const queue: (() => void)[] = []
  const next = (): void => {
    holder = undefined
    queue.shift()?.()
  }
  const request = (name: string, options: LockOptions, use: (lock: Lock | null) => unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const grant = (): void => {
        const mine: Held = { reject }
        holder = mine
        Promise.resolve(use({ name, mode: 'exclusive' })).then((value) => {
          if (holder === mine) next()
          resolve(value)
        })
      }
      options.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      if (options.steal && holder) {
        holder.reject(new DOMException('', 'AbortError'))
        grant()
      } else if (!holder) grant()
      else if (options.ifAvailable) resolve(Promise.resolve(use(null)))
      else queue.push(() => !options.signal?.aborted && grant())
    })
  return { request } as unknown as Locks
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

function open(locks: Locks) {
  const seen: boolean[] = []
  return { seen, lock: holdPhone(locks, 'u1', (isOurs) => seen.push(isOurs)) }
}

describe('[TEL60] one phone', () => {
  it('the first window has it, the second is told', async () => {
    const locks = memoryLocks()
    const first = open(locks)
    await settle()
    const second = open(locks)
    await settle()
    expect([first.seen, second.seen]).toEqual([[true], [false]])
  })

  it('the second gets it when the first closes', async () => {
    const locks = memoryLocks()
    const first = open(locks)
    await settle()
    const second = open(locks)
    await settle()
    first.lock.release()
    await settle()
    expect(second.seen).toEqual([false, true])
  })

  it('taking over tells the first window, and it can take it back', async () => {
    const locks = memoryLocks()
    const first = open(locks)
    await settle()
    const second = open(locks)
    await settle()
    second.lock.takeOver()
    await settle()
    expect(first.seen.at(-1)).toBe(false)
    expect(second.seen.at(-1)).toBe(true)
    first.lock.takeOver()
    await settle()
    expect(first.seen.at(-1)).toBe(true)
    expect(second.seen.at(-1)).toBe(false)
  })
})
