import { describe, expect, it } from 'vitest'
import { newestWins } from './drafts.ts'
import { followKeeping, type Keeping } from './keeping.ts'

/** A disk whose writes end when the test says so. */
function aSlowDisk() {
  const onDisk = new Map<string, unknown>()
  const begun: { readonly value: unknown; end(): void; fail(): void }[] = []
  const write = (key: string, value: unknown): Promise<void> =>
    new Promise((resolve, reject) => {
      begun.push({
        value,
        end: () => {
          onDisk.set(key, value)
          resolve()
        },
        fail: () => reject(new Error('disk full')),
      })
    })
  const drafts = newestWins({
    load: async <T>(key: string) => (onDisk.get(key) ?? null) as T | null,
    save: write,
    drop: (key) => write(key, undefined),
    keys: async () => [...onDisk.keys()],
  })
  const nth = (index: number) => begun[index] ?? expect.fail(`write ${index} has not begun`)
  return { drafts, onDisk, begun, nth }
}

/** Lets everything go on that waits for nothing but its turn. */
async function turn(): Promise<void> {
  for (let tick = 0; tick < 30; tick += 1) await Promise.resolve()
}

describe('[X1] drafts from key to key', () => {
  it('a burst of keystrokes costs two writes, and the newest wins', async () => {
    const { drafts, begun, nth, onDisk } = aSlowDisk()
    const writes = [...'полис'].map((_, index, all) => drafts.save('k', all.slice(0, index + 1).join('')))
    await turn()
    expect(begun.map((it) => it.value)).toEqual(['п'])
    nth(0).end()
    await writes[0]
    await turn()
    expect(begun.map((it) => it.value)).toEqual(['п', 'полис'])
    nth(1).end()
    await Promise.all(writes)
    expect(onDisk.get('k')).toBe('полис')
  })

  it('writes what is saved at the very moment an earlier write ends', async () => {
    for (let ticks = 0; ticks < 8; ticks += 1) {
      const { drafts, begun, nth, onDisk } = aSlowDisk()
      void drafts.save('k', 'а')
      nth(0).end()
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      const last = drafts.save('k', 'аб')
      await turn()
      begun[1]?.end()
      await last
      expect(onDisk.get('k'), `${ticks} ticks after`).toBe('аб')
    }
  })

  it('a failed write takes no newer one with it', async () => {
    const { drafts, nth, onDisk } = aSlowDisk()
    const first = drafts.save('k', 'а')
    const second = drafts.save('k', 'аб')
    nth(0).fail()
    await expect(first).rejects.toThrow('disk full')
    await turn()
    nth(1).end()
    await second
    expect(onDisk.get('k')).toBe('аб')
  })

  it('reads only what is at rest', async () => {
    const { drafts, nth } = aSlowDisk()
    void drafts.save('k', 'а')
    const read = drafts.load('k')
    nth(0).end()
    expect(await read).toBe('а')
  })
})

describe('[X1] the word about what is kept', () => {
  it('says kept only when the latest change is on the disk, however the writes end', async () => {
    const shown: Keeping[] = []
    const follow = followKeeping((keeping) => shown.push(keeping))
    const ends: (() => void)[] = []
    const aWrite = (): Promise<void> => new Promise((resolve) => ends.push(resolve))
    follow(aWrite())
    follow(aWrite())
    ends[0]?.()
    await turn()
    expect(shown).toEqual(['keeping', 'keeping'])
    ends[1]?.()
    await turn()
    expect(shown.at(-1)).toBe('kept')
    follow(Promise.reject(new Error('disk full')))
    await turn()
    expect(shown.at(-1)).toBe('notKept')
  })

  it('[LOCK2] says when nothing is under way any more, kept or refused by the disk', async () => {
    const { drafts, nth } = aSlowDisk()
    const first = drafts.save('a', 1)
    const second = drafts.save('b', 2)
    second.catch(() => undefined)
    void drafts.save('a', 3)
    let isSettled = false
    const settled = drafts.settled().then(() => {
      isSettled = true
    })
    await turn()
    nth(0).end()
    nth(1).fail()
    await first
    await turn()
    expect(isSettled).toBe(false)
    nth(2).end()
    await settled
    expect(isSettled).toBe(true)
  })
})
