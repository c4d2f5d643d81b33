import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import type { CaseFile } from '#shared/features/complaints/complaint-case.ts'
import { pickedDrafts } from './file-draft.ts'
import { createUploadQueue } from './upload-queue.ts'

/** Stands for the server's side of tus: what each upload ends with, in order. */
const server = vi.hoisted(() => ({ answers: [] as (number | 'lost')[], sent: [] as string[] }))
vi.mock('tus-js-client', () => ({
  Upload: class {
    readonly #content: Blob
    readonly #options: { uploadUrl: string; onSuccess: () => void; onError: (error: Error) => void }
    constructor(content: Blob, options: { uploadUrl: string; onSuccess: () => void; onError: (error: Error) => void }) {
      this.#content = content
      this.#options = options
    }
    async start(): Promise<void> {
      const answer = server.answers.shift() ?? 204
      server.sent.push(`${this.#options.uploadUrl} ${await this.#content.text()}`)
      if (answer === 204) this.#options.onSuccess()
      else if (answer === 'lost') this.#options.onError(new Error('no network'))
      else this.#options.onError(Object.assign(new Error(), { originalResponse: { getStatus: () => answer } }))
    }
    abort(): void {}
  },
}))

/** Drafts as the disk has them: they outlive the queue that wrote them. */
function disk(): DeskDrafts {
  const kept = new Map<string, string>()
  return {
    load: async <T>(key: string) => JSON.parse(kept.get(key) ?? 'null') as T | null,
    save: async (key, value) => void kept.set(key, JSON.stringify(value)),
    drop: async (key) => void kept.delete(key),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    settled: async () => {},
  }
}

const file = (id: string): CaseFile =>
  ({ id, name: 'Жалоба.pdf', type: 'application/pdf', bytes: 4, sha256: 'a'.repeat(64) }) as CaseFile
const content = new Blob(['%PDF'], { type: 'application/pdf' })
const queueOn = (drafts: DeskDrafts, token: string | null = 'token') =>
  createUploadQueue({ drafts, tokens: { current: async () => token } as never, apiUrl: '' })

beforeEach(() => {
  server.answers = []
  server.sent = []
})

describe('files that wait for upload @E2', () => {
  it('are kept until the server has them, then forgotten', async () => {
    const drafts = disk()
    const queue = queueOn(drafts)
    await queue.add('case', file('f1'), content)
    expect([queue.state.getState().get('f1'), await (await queue.contentOf('f1'))?.text()]).toEqual(['waiting', '%PDF'])
    server.answers = ['lost']
    await queue.trySending()
    expect(queue.state.getState().get('f1')).toBe('waiting')
    await queue.trySending()
    expect(server.sent).toEqual(Array(2).fill('/api/complaint-cases/case/files/f1 %PDF'))
    expect([queue.state.getState().size, await queue.contentOf('f1')]).toEqual([0, null])
  })

  it('are found and sent by the desk that starts after a crash', async () => {
    const drafts = disk()
    await queueOn(drafts, null).add('case', file('f1'), content)
    const restarted = queueOn(drafts)
    await restarted.trySending()
    expect(server.sent).toEqual(['/api/complaint-cases/case/files/f1 %PDF'])
    expect(await drafts.keys('')).toEqual([])
  })

  it('wait while nobody is signed in at the server', async () => {
    const queue = queueOn(disk(), null)
    await queue.add('case', file('f1'), content)
    await queue.trySending()
    expect([server.sent, queue.state.getState().get('f1')]).toEqual([[], 'waiting'])
  })

  it('are not sent again when the content is refused, and one refused file holds up no other', async () => {
    const queue = queueOn(disk())
    await queue.add('case', file('f1'), content)
    await queue.add('case', file('f2'), content)
    server.answers = [422]
    await queue.trySending()
    await queue.trySending()
    expect(server.sent.map((it) => it.split(' ')[0]?.slice(-2))).toEqual(['f1', 'f2'])
    expect([...queue.state.getState()]).toEqual([['f1', 'refused']])
  })

  it('count as sent when the server has them already', async () => {
    const queue = queueOn(disk())
    await queue.add('case', file('f1'), content)
    server.answers = [409]
    await queue.trySending()
    expect(queue.state.getState().size).toBe(0)
  })
})

describe('scans picked before the letter is registered @E1', () => {
  it('are there again when the desk was killed, until they are taken out', async () => {
    const drafts = disk()
    await pickedDrafts(drafts).keep({ file: file('f1'), content })
    const [again] = await pickedDrafts(drafts).load()
    expect([again?.file, again?.content.type, await again?.content.text()]).toEqual([
      file('f1'),
      'application/pdf',
      '%PDF',
    ])
    await pickedDrafts(drafts).drop('f1')
    expect(await pickedDrafts(drafts).load()).toEqual([])
  })
})
