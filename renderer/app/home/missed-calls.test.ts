import { describe, expect, it } from 'vitest'
import type { Kept } from '#renderer/sync/desk-data.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { callLastMissed, toCallBack } from './missed-calls.ts'

const missed = (remoteNumber: string, offeredAt: string, serial: number) =>
  aCall({ remoteNumber, offeredAt, answeredAt: null, result: 'missed', outcome: null }, serial)

describe('whom to call back', () => {
  it('is everybody whose last call was missed, once, newest first', () => {
    const calls = [
      missed('+70000000001', '2026-11-24T08:00:00.000Z', 1),
      missed('+70000000002', '2026-11-24T09:00:00.000Z', 2),
      missed('+70000000001', '2026-11-24T08:30:00.000Z', 3),
    ]
    expect(toCallBack(calls).map((call) => call.offeredAt)).toEqual([
      '2026-11-24T09:00:00.000Z',
      '2026-11-24T08:30:00.000Z',
    ])
  })

  it('is nobody who was talked with or tried since', () => {
    const early = missed('+70000000001', '2026-11-24T08:00:00.000Z', 1)
    const talk = aCall({ remoteNumber: '+70000000001', offeredAt: '2026-11-24T08:10:00.000Z', direction: 'out' }, 2)
    expect(toCallBack([early, talk])).toEqual([])
    expect(toCallBack([talk, missed('+70000000001', '2026-11-24T08:20:00.000Z', 3)])).toHaveLength(1)
  })

  it('leaves out who hid the number: there is nothing to dial', () => {
    expect(toCallBack([missed('', '2026-11-24T08:00:00.000Z', 1)])).toEqual([])
  })
})

describe('the last missed caller by one key', () => {
  const calls = (offeredAt: string) => [
    missed('+70000000001', offeredAt, 1),
    { ...missed('+70000000002', offeredAt, 2), userId: 'somebody else' as never },
  ]
  const dialled = async (found: ReturnType<typeof calls>): Promise<readonly string[]> => {
    const numbers: string[] = []
    const records = async (_kind: string, isWanted: (call: (typeof found)[number]) => boolean) =>
      found.filter(isWanted).map((data) => ({ data }) as unknown as Kept<'call'>)
    await callLastMissed({ records } as never, found[0]?.userId ?? '', (number) => numbers.push(number))
    return numbers
  }

  it('is called when somebody was missed today at this desk, and nobody else', async () => {
    expect(await dialled(calls(new Date().toISOString()))).toEqual(['+70000000001'])
    expect(await dialled(calls('2020-01-01T10:00:00.000Z'))).toEqual([])
  })
})
