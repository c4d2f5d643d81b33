import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  asAnswer,
  directionOf,
  directionToAnswer,
  isHoldOffer,
  isIceRestart,
  legalAnswer,
  type SdpDirection,
  withDirection,
} from './sdp-direction.ts'

const DIRECTIONS: readonly SdpDirection[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive']
const sdp = (session: string, media: string, eol = '\r\n'): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    ...(session ? [session] : []),
    'm=audio 9 RTP/AVP 8',
    'a=rtpmap:8 PCMA/8000',
    ...(media ? [media] : []),
    '',
  ].join(eol)

describe('direction of a description', () => {
  it('the section overrides the session, nobody means both ways', () => {
    expect(directionOf(sdp('', ''))).toBe('sendrecv')
    expect(directionOf(sdp('a=sendonly', ''))).toBe('sendonly')
    expect(directionOf(sdp('a=sendonly', 'a=recvonly'))).toBe('recvonly')
    expect(directionOf(sdp('', 'a=inactive', '\n'))).toBe('inactive')
    expect(directionOf('')).toBe('sendrecv')
  })

  it.each([
    ['sendonly', 'sendrecv', 'recvonly'],
    ['sendonly', 'sendonly', 'inactive'],
    ['sendonly', 'inactive', 'inactive'],
    ['sendrecv', 'sendonly', 'sendonly'],
    ['inactive', 'sendrecv', 'inactive'],
    ['recvonly', 'sendrecv', 'sendonly'],
  ] as const)('[TEL31] %s answered with %s becomes %s', (offer, answer, legal) => {
    expect(legalAnswer(offer, answer)).toBe(legal)
  })

  it('[TEL31] a legal answer is left as it is', () => {
    for (const offer of DIRECTIONS)
      for (const answer of DIRECTIONS) {
        const legal = legalAnswer(offer, answer)
        expect(legalAnswer(offer, legal)).toBe(legal)
      }
  })

  it('changes the audio section and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', ...DIRECTIONS.map((d) => `a=${d}`)),
        fc.constantFrom('', ...DIRECTIONS.map((d) => `a=${d}`)),
        fc.constantFrom(...DIRECTIONS),
        (session, media, wanted) => {
          const before = sdp(session, media)
          const after = withDirection(before, wanted)
          expect(directionOf(after)).toBe(wanted)
          const others = (text: string): string[] =>
            text
              .slice(text.indexOf('m=audio'))
              .split('\r\n')
              .filter((line) => !/^a=(send|recv|inact)/.test(line))
          expect(others(after)).toEqual(others(before))
        },
      ),
    )
  })

  it('a held call answers an offer without opening the microphone', () => {
    for (const offer of DIRECTIONS) expect(['sendonly', 'inactive']).toContain(directionToAnswer(offer, true))
    expect(isHoldOffer('sendonly')).toBe(true)
    expect(isHoldOffer('inactive')).toBe(true)
    expect(isHoldOffer('sendrecv')).toBe(false)
  })

  it('[TEL32] an old offer of the far side becomes its answer with the roles as they are', () => {
    const remote = `${sdp('', 'a=sendrecv')}a=setup:actpass\r\na=ice-ufrag:r1\r\n`
    const answer = asAnswer(remote, 'a=setup:active\r\n', 'recvonly')
    expect(answer).toContain('a=setup:passive\r\n')
    expect(directionOf(answer)).toBe('recvonly')
    expect(asAnswer(remote, 'a=setup:passive\r\n', 'sendrecv')).toContain('a=setup:active')
    // an answer of the far side names its role already
    expect(asAnswer(remote.replace('actpass', 'active'), 'a=setup:actpass\r\n', 'sendrecv')).toContain('a=setup:active')
  })

  it('[TEL32] an ICE restart is told from a plain re-INVITE', () => {
    expect(isIceRestart('a=ice-ufrag:a\r\n', 'a=ice-ufrag:a\r\n')).toBe(false)
    expect(isIceRestart('a=ice-ufrag:b\r\n', 'a=ice-ufrag:a\r\n')).toBe(true)
  })
})
