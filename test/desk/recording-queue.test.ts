import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { KeptRecording } from '#renderer/db/recordings.ts'
import { createRecordingQueue } from '#renderer/features/telephony/recording-queue.ts'
import { aCall } from '#shared/builders/a-call.ts'
import type { CallRecording } from '#shared/features/telephony/call-recording.ts'
import { recordCall } from '#shared/features/telephony/commands.ts'
import type { UserId } from '#shared/kernel/ids.ts'
import { memoryDeskData } from '#test/fakes/memory-desk-data.ts'

const CALL = aCall({ outcome: null, wrappedUpAt: null })
const KEPT: KeptRecording = {
  callId: CALL.id,
  startedAt: '2026-11-23T09:27:06.000Z',
  endedAt: '2026-11-23T09:30:06.000Z',
  seenAt: '2026-11-23T09:30:05.000Z',
  pauses: [],
  pieces: 2,
  isCutShort: false,
}
const SOUND_SHA256 = createHash('sha256').update('first second').digest('hex')

/** A desk with one recording, and a server that says what the test wants. */
async function aDesk(kept: KeptRecording = KEPT, isCallKnown = true) {
  const data = memoryDeskData({
    userId: CALL.userId as UserId,
    orgId: CALL.id as never,
    role: 'L1',
    clinicIds: [],
    deviceId: CALL.id as never,
  })
  const server = { isUp: true, sent: [] as string[], sha256: SOUND_SHA256, isTaken: false }
  const record = async (): Promise<void> => {
    const { userId: _, outcome: __, note: ___, wrappedUpAt: ____, ...facts } = CALL
    expect((await data.writes.dispatch(recordCall, facts)).ok).toBe(true)
  }
  if (isCallKnown) await record()
  await data.recordings.keep(kept, new TextEncoder().encode('first '))
  await data.recordings.keep(kept, new TextEncoder().encode('second'))
  const queue = createRecordingQueue({
    recordings: data.recordings,
    reads: data.reads,
    writes: data.writes,
    alone: async (_, work) => {
      if (!server.isTaken) await work()
    },
    send: async (_, content) => {
      if (server.isUp) server.sent.push(await content.text())
      return server.isUp
    },
    ask: async () => ({ state: 'present', sha256: server.sha256 }),
  })
  const announced = async (): Promise<CallRecording | undefined> =>
    (await data.reads.record('call', CALL.id))?.data.recording
  const waiting = async (): Promise<number> => (await data.recordings.all()).length
  return { data, server, queue, record, announced, waiting }
}

it('[S2] announces, sends and throws away what the server has checked', async () => {
  const { queue, server, announced, waiting } = await aDesk()
  await queue.trySending()
  expect(await announced()).toMatchObject({ bytes: 12, sha256: SOUND_SHA256, endedAt: KEPT.endedAt, isCutShort: false })
  expect(server.sent).toEqual(['first second'])
  expect(await waiting()).toBe(0)
})

it('[TEL83] keeps it while the server is away, and while its checksum is another', async () => {
  const { queue, server, data, waiting } = await aDesk()
  server.isUp = false
  await queue.trySending()
  expect(await waiting()).toBe(1)
  server.isUp = true
  server.sha256 = 'another'
  await queue.trySending()
  expect(await waiting()).toBe(1)
  server.sha256 = SOUND_SHA256
  await queue.trySending()
  expect(await waiting()).toBe(0)
  // Announced once, however often it was sent.
  const names = (await data.reads.waiting()).map(({ name }) => name.split('@')[0])
  expect(names.filter((name) => name === 'telephony.keepRecording')).toHaveLength(1)
})

it('[X1] [TEL82] what a killed desk was recording is sent as far as it is on the disk, once its call is known', async () => {
  const left = { ...KEPT, endedAt: null, pauses: [{ from: '2026-11-23T09:29:00.000Z', to: null }] }
  const { queue, server, record, announced, waiting } = await aDesk(left, false)
  await queue.trySending()
  expect([server.sent, await waiting()]).toEqual([[], 1])
  await record()
  await queue.trySending()
  expect(await announced()).toMatchObject({
    endedAt: left.seenAt,
    isCutShort: true,
    pauses: [{ from: '2026-11-23T09:29:00.000Z', to: left.seenAt }],
  })
  expect(await waiting()).toBe(0)
})

it('leaves alone what is being recorded or sent elsewhere', async () => {
  const { queue, server, waiting } = await aDesk()
  server.isTaken = true
  await queue.trySending()
  expect([server.sent, await waiting()]).toEqual([[], 1])
})
