import { describe, expect, it } from 'vitest'
import type { HostBridge } from '#shared/ipc/contract.ts'
import { SAVED_FILE_BYTES_MAX } from '#shared/ipc/saved-file.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { err, ok } from '#shared/kernel/result.ts'
import { printPage, saveFile } from './save-file.ts'

type Save = HostBridge['files']['save']
type Print = HostBridge['print']['page']
const aHost = (save: Save) => ({ files: { save, showInFolder: async () => null } })
const printing = (page: Print) => printPage({ print: { page } }, 'A4')
const broken = async (): Promise<never> => {
  throw new Error('ipc.failed')
}

describe('saving a file', () => {
  it('hands name, kind and every byte to the host, and tells what came of it', async () => {
    const seen: unknown[] = []
    const host = aHost(async (given) => {
      seen.push(given)
      return ok({ outcome: 'saved' as const, name: 'b.csv', id: 1 })
    })
    const content = new Blob([Uint8Array.of(0, 255, 1)])
    expect(await saveFile(host, { content, name: 'a', kind: 'csv' })).toEqual(
      ok({ outcome: 'saved', name: 'b.csv', id: 1 }),
    )
    expect(seen).toEqual([{ name: 'a', kind: 'csv', bytes: Uint8Array.of(0, 255, 1) }])
  })

  it('refuses by the code of the host, and by a code of its own when the host fails', async () => {
    const file = { content: new Blob(['x']), name: 'a', kind: 'pdf' as const }
    const full = aHost(async () => ({ ok: false, error: { code: 'files.noSpace' } }))
    expect(await saveFile(full, file)).toEqual(err(refuse('files.noSpace')))
    expect(await saveFile(aHost(broken), file)).toEqual(err(refuse('files.failed')))
  })

  it('does not send what the host would not take', async () => {
    const content = { size: SAVED_FILE_BYTES_MAX + 1 } as Blob
    expect(await saveFile(aHost(broken), { content, name: 'a', kind: 'pdf' })).toEqual(
      err(refuse('files.tooLarge', undefined, { max: 32 })),
    )
  })
})

describe('printing', () => {
  it('is silent when it was done or cancelled, and says when it failed', async () => {
    expect(await printing(async () => ok({ outcome: 'cancelled' }))).toBeNull()
    expect(await printing(async () => ({ ok: false, error: { code: 'print.busy' } }))).toEqual(refuse('print.busy'))
    expect(await printing(broken)).toEqual(refuse('print.failed'))
  })
})
