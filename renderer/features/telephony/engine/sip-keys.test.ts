import type { Session } from 'sip.js'
import { describe, expect, it } from 'vitest'
import { sendKey } from './sip-keys.ts'

function farSide(canTakeTones: boolean, info: 'accepted' | 'rejected' | 'impossible' = 'accepted') {
  const tones: string[] = []
  const infos: string[] = []
  let refused = 0
  const dtmf = { canInsertDTMF: canTakeTones, toneBuffer: '', insertDTMF: (keys: string) => void tones.push(keys) }
  const connection = { getSenders: () => [{ dtmf }] } as unknown as RTCPeerConnection
  const session = {
    info: async ({ requestOptions, requestDelegate }: Parameters<Session['info']>[0] & object) => {
      if (info === 'impossible') throw new Error('not established')
      infos.push(`${requestOptions?.body?.contentType} ${requestOptions?.body?.content}`)
      if (info === 'rejected') requestDelegate?.onReject?.({} as never)
    },
  } as unknown as Session
  const press = async (key: string, isByInfo = false): Promise<void> => {
    sendKey(session, connection, key, { isByInfo, onRefused: () => void refused++ })
    await Promise.resolve()
    await Promise.resolve()
  }
  return { press, tones, infos, refused: () => refused, dtmf }
}

describe('[TEL34] a key', () => {
  it('goes in the audio when the far side takes it there, behind those still to be played', async () => {
    const far = farSide(true)
    await far.press('5')
    far.dtmf.toneBuffer = '5'
    await far.press('#')
    expect(far.tones).toEqual(['5', '5#'])
    expect(far.infos).toEqual([])
  })

  it('goes by INFO when telephone-event was not negotiated', async () => {
    const far = farSide(false)
    await far.press('9')
    expect(far.infos).toEqual(['application/dtmf-relay Signal=9\r\nDuration=160'])
    expect(far.refused()).toBe(0)
  })

  it('goes by INFO where that is set, though the far side would take it in the audio', async () => {
    const far = farSide(true)
    await far.press('1', true)
    expect(far.tones).toEqual([])
    expect(far.infos).toHaveLength(1)
  })

  it.each(['rejected', 'impossible'] as const)('that is %s is said', async (how) => {
    const far = farSide(false, how)
    await far.press('1')
    expect(far.refused()).toBe(1)
  })

  it('without a connection goes by INFO', () => {
    const infos: unknown[] = []
    const session = { info: async (given: unknown) => void infos.push(given) } as unknown as Session
    sendKey(session, undefined, '1', { isByInfo: false, onRefused: () => undefined })
    expect(infos).toHaveLength(1)
  })
})
