import { describe, expect, it } from 'vitest'
import { type Talk, voicesRecorded, voicesSent } from './voice-routes.ts'

const quiet: Talk = { conference: [], listeners: [] }
const sent = (talk: Partial<Talk>) => Object.fromEntries(voicesSent({ ...quiet, ...talk }))
const listener = (mode: 'listen' | 'whisper' | 'join', callId = 'a', id = 's') => ({ id, callId, mode })

describe('who is sent whose voice', () => {
  it('one call is sent the microphone and needs no mix', () => {
    expect(sent({})).toEqual({})
    expect(sent({ conference: ['a'] })).toEqual({})
  })
  it('[TEL96] of three each is sent the microphone and the other', () => {
    expect(sent({ conference: ['a', 'b'] })).toEqual({ a: ['near:a', 'far:b'], b: ['near:b', 'far:a'] })
  })
  it.each(['listen', 'whisper'] as const)(
    '[TEL100] with %s the supervisor hears both and the far side nothing of her',
    (mode) => {
      expect(sent({ listeners: [listener(mode)] })).toEqual({ s: ['near:a', 'far:a'] })
    },
  )
  it('[TEL100] who has joined is sent to the far side, and not back to herself', () => {
    expect(sent({ listeners: [listener('join')] })).toEqual({ a: ['near:a', 'far:s'], s: ['near:a', 'far:a'] })
  })
  it('[TEL100] in a conversation of three she hears all of it and, joined, is heard by all of it', () => {
    expect(sent({ conference: ['a', 'b'], listeners: [listener('join', 'b')] })).toEqual({
      a: ['near:a', 'far:b', 'far:s'],
      b: ['near:b', 'far:a', 'far:s'],
      s: ['near:b', 'far:a', 'far:b'],
    })
  })
  it('[TEL100] a call beside the listened one is none of her business', () => {
    expect(sent({ listeners: [listener('join', 'a')] })).not.toHaveProperty('b')
  })
  it('[TEL80] recorded is who is heard by the far side, and the far side', () => {
    expect(voicesRecorded(quiet, 'a')).toEqual(['far:a', 'near:a'])
    expect(voicesRecorded({ ...quiet, listeners: [listener('whisper')] }, 'a')).toEqual(['far:a', 'near:a'])
    expect(voicesRecorded({ ...quiet, listeners: [listener('join')] }, 'a')).toEqual(['far:a', 'near:a', 'far:s'])
    expect(voicesRecorded({ ...quiet, conference: ['a', 'b'] }, 'a')).toEqual(['far:a', 'near:a', 'far:b'])
  })
})
