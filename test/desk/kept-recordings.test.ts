import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { createCipher, deriveKeys } from '#renderer/db/cipher.ts'
import { behind, closeStore, openStore, type WritableStore } from '#renderer/db/handles.ts'
import {
  dropRecording,
  type KeptRecording,
  keepRecordingPart,
  keptRecordings,
  recordingPieces,
} from '#renderer/db/recordings.ts'
import { anId } from '#shared/builders/ids.ts'

const KEPT: KeptRecording = {
  callId: anId(1),
  startedAt: '2026-11-24T09:00:00.000Z',
  endedAt: null,
  seenAt: '2026-11-24T09:00:03.000Z',
  pauses: [{ from: '2026-11-24T09:00:01.000Z', to: null }],
  pieces: 0,
  isCutShort: false,
}
const OTHER: KeptRecording = { ...KEPT, callId: anId(2), startedAt: '2026-11-24T08:00:00.000Z' }

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

async function open(disk: IDBFactory): Promise<WritableStore> {
  const cipher = createCipher(await deriveKeys(new Uint8Array(32).fill(7), anId(9)))
  return openStore({ deviceId: anId(9), cipher }, { indexedDB: disk, IDBKeyRange })
}

async function keepPieces(store: WritableStore, kept: KeptRecording, pieces: readonly string[]): Promise<void> {
  for (const [index, piece] of pieces.entries())
    await keepRecordingPart(store, { ...kept, pieces: index + 1 }, bytes(piece))
}

async function soundOf(store: WritableStore, callId: string): Promise<string[]> {
  return (await recordingPieces(store, callId)).map((piece) => new TextDecoder().decode(piece))
}

it('[S2] [X1] what was recorded before the desk died is there when it opens again, in order and apart from other calls', async () => {
  const disk = new IDBFactory()
  const dying = await open(disk)
  const pieces = Array.from({ length: 12 }, (_, index) => `piece ${index}`)
  await keepPieces(dying, KEPT, pieces)
  await keepPieces(dying, OTHER, ['other'])
  closeStore(dying)

  const store = await open(disk)
  expect(await keptRecordings(store)).toEqual([
    { ...OTHER, pieces: 1 },
    { ...KEPT, pieces: 12 },
  ])
  expect(await soundOf(store, KEPT.callId)).toEqual(pieces)
  await dropRecording(store, KEPT.callId)
  expect(await soundOf(store, KEPT.callId)).toEqual([])
  expect(await soundOf(store, OTHER.callId)).toEqual(['other'])
  expect(await keptRecordings(store)).toHaveLength(1)
})

it('neither the sound nor whose call it is lies open on the disk, and sound behind a damaged piece is left out', async () => {
  const store = await open(new IDBFactory())
  await keepPieces(store, KEPT, ['Назовите паспорт', 'второй', 'третий'])
  const { db } = behind(store)
  const rows = [...(await db.recordings.toArray()), ...(await db.recordingPieces.toArray())]
  const onDisk = rows.map((row) => JSON.stringify(row) + new TextDecoder().decode(row.sealed)).join()
  for (const secret of [KEPT.callId, 'паспорт', 'startedAt']) expect(onDisk).not.toContain(secret)

  const second = (await db.recordingPieces.toArray())[1] ?? expect.fail('no second piece')
  await db.recordingPieces.put({ ...second, sealed: second.sealed.map((byte) => byte ^ 1) })
  expect(await soundOf(store, KEPT.callId)).toEqual(['Назовите паспорт'])
})
