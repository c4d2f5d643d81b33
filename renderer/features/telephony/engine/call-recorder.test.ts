import { describe, expect, it } from 'vitest'
import type { KeptRecording } from '#renderer/db/recordings.ts'
import { CallRecorder, PIECE_MS, type PieceRecorder } from './call-recorder.ts'

const START = Date.UTC(2026, 10, 24, 9)
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString()

/** A recorder that gives the pieces the test says, on a disk that fails when the test says. */
function aRecording() {
  let nowMs = START
  let isDiskFull = false
  const silences: boolean[] = []
  const disk: { kept: KeptRecording; piece: string | null }[] = []
  const told = { pieceMs: 0, stopped: 0, mixStopped: 0, faults: 0 }
  const device: PieceRecorder = {
    start: (pieceMs) => {
      told.pieceMs = pieceMs
    },
    stop: () => {
      told.stopped += 1
      device.onpiece?.(new Blob(['end']))
      device.onstop?.()
    },
    onpiece: null,
    onstop: null,
    onerror: null,
  }
  const recorder = new CallRecorder({
    callId: 'c1',
    mix: {
      stream: {} as MediaStream,
      setSilenced: (isSilenced) => silences.push(isSilenced),
      stop: () => {
        told.mixStopped += 1
      },
    },
    createRecorder: () => device,
    keep: async (kept, piece) => {
      if (isDiskFull) throw new Error('disk full')
      disk.push({ kept, piece: piece === null ? null : new TextDecoder().decode(piece) })
    },
    now: () => nowMs,
    onFault: () => {
      told.faults += 1
    },
  })
  return {
    recorder,
    device,
    disk,
    silences,
    told,
    passes: (seconds: number) => {
      nowMs += seconds * 1000
    },
    fillDisk: () => {
      isDiskFull = true
    },
  }
}

describe('[S2] the recorder of a call', () => {
  it('keeps pieces in order, each with all that is known, and the end', async () => {
    const { recorder, device, disk, told, passes } = aRecording()
    expect(told.pieceMs).toBe(PIECE_MS)
    passes(3)
    device.onpiece?.(new Blob(['one']))
    passes(3)
    device.onpiece?.(new Blob(['two']))
    device.onpiece?.(new Blob([]))
    passes(1)
    await recorder.stop()
    expect(disk.map(({ piece, kept }) => [piece, kept.pieces, kept.seenAt])).toEqual([
      ['one', 1, at(3)],
      ['two', 2, at(6)],
      ['end', 3, at(7)],
      [null, 3, at(7)],
    ])
    expect(disk.slice(0, 3).every(({ kept }) => kept.endedAt === null)).toBe(true)
    expect(disk.at(-1)?.kept).toMatchObject({ callId: 'c1', startedAt: at(0), endedAt: at(7), isCutShort: false })
    expect(told).toMatchObject({ stopped: 1, mixStopped: 1, faults: 0 })
  })

  it('a pause silences at once and is kept with its place, also one that lasts to the end', async () => {
    const { recorder, disk, silences, passes } = aRecording()
    passes(10)
    recorder.pause()
    recorder.pause()
    expect([silences, recorder.isPaused]).toEqual([[true], true])
    // A desk that dies in a pause leaves it open: what is on the disk says where it began.
    await expect.poll(() => disk[0]?.kept.pauses).toEqual([{ from: at(10), to: null }])
    passes(5)
    recorder.resume()
    recorder.resume()
    expect([silences, recorder.isPaused]).toEqual([[true, false], false])
    passes(5)
    recorder.pause()
    passes(2)
    await recorder.stop()
    expect(disk.at(-1)?.kept.pauses).toEqual([
      { from: at(10), to: at(15) },
      { from: at(20), to: at(22) },
    ])
  })

  it('after a write that failed it says so and writes no sound behind the gap', async () => {
    const { recorder, device, disk, told, passes, fillDisk } = aRecording()
    passes(3)
    device.onpiece?.(new Blob(['one']))
    await expect.poll(() => disk.length).toBe(1)
    fillDisk()
    device.onpiece?.(new Blob(['two']))
    await expect.poll(() => told.faults).toBe(1)
    device.onpiece?.(new Blob(['three']))
    await recorder.stop()
    expect(disk.map(({ piece }) => piece)).toEqual(['one'])
    expect(told.mixStopped).toBe(1)
  })
})
