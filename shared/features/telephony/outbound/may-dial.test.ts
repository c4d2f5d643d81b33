import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import rulesFile from '../../../../assets/reference/calling-rules.ru.json' with { type: 'json' }
import zonesFile from '../../../../assets/reference/phone-zones.ru.json' with { type: 'json' }
import { callOutcome, callResult } from '../call.ts'
import { callingRules, inForceOn, phoneZones, zoneOfNumber } from './calling-rules.ts'
import { type DialAttempt, type Dialled, dialBar, mayDial } from './may-dial.ts'
import { dialsIn, nextToDial } from './next-to-dial.ts'

const RULES = inForceOn(callingRules.parse(rulesFile), '2026-11-24')
const ZONES = inForceOn(phoneZones.parse(zonesFile), '2026-11-24')
const AROUND = {
  rules: RULES,
  zones: ZONES,
  organisationMinutes: 180,
  isDayOff: (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()),
}
/** Tuesday, by Moscow time. */
const moscow = (hour: number, minute = 0, day = 24): number => Date.UTC(2026, 10, day, hour - 3, minute)
const MOBILE = '+79161234567'
const HOME = '+74951234567'
const person = (change: Partial<Dialled> = {}): Dialled => ({
  phones: [
    { number: HOME, kind: 'home' },
    { number: MOBILE, kind: 'mobile' },
  ],
  asksNotToCall: false,
  isConsentWithdrawn: false,
  attempts: [],
  ...change,
})
const tried = (atMs: number, change: Partial<DialAttempt> = {}): DialAttempt => ({
  number: MOBILE,
  offeredAt: new Date(atMs).toISOString(),
  endedAt: new Date(atMs + 30_000).toISOString(),
  result: 'noAnswer',
  outcome: 'noAnswer',
  ...change,
})
const until = (ms: number): string => new Date(ms).toISOString()

describe('who may be dialled', () => {
  it('[OUT1] nobody who asked not to be called or took back the consent', () => {
    expect(mayDial(person({ asksNotToCall: true }), AROUND, moscow(12))).toEqual({ kind: 'never', why: 'doNotCall' })
    const withdrawn = mayDial(person({ isConsentWithdrawn: true }), AROUND, moscow(12))
    expect(withdrawn).toEqual({ kind: 'never', why: 'consentWithdrawn' })
    expect(mayDial(person({ phones: [] }), AROUND, moscow(12))).toEqual({ kind: 'never', why: 'noNumber' })
  })

  it('[OUT2] twice on a day, and six times without a talk', () => {
    const twice = person({ attempts: [tried(moscow(9)), tried(moscow(11))] })
    const tomorrow = { kind: 'wait', why: 'attemptsToday', until: until(moscow(9, 0, 25)) }
    expect(mayDial(twice, AROUND, moscow(15))).toEqual(tomorrow)
    expect(mayDial(twice, AROUND, moscow(9, 0, 25))).toMatchObject({ kind: 'dial' })
    const six = [16, 17, 18, 19, 20, 21].map((day) => tried(moscow(12, 0, day)))
    expect(mayDial(person({ attempts: six }), AROUND, moscow(12))).toEqual({ kind: 'never', why: 'attemptsUsed' })
    const talked = [...six, tried(moscow(12, 0, 22), { result: 'answered', outcome: 'resolved' })]
    expect(mayDial(person({ attempts: talked }), AROUND, moscow(12)).kind).toBe('dial')
  })

  it('[OUT3] in the person’s hours, by the zone of a fixed number', () => {
    expect(mayDial(person(), AROUND, moscow(8, 59))).toEqual({
      kind: 'wait',
      why: 'quietHours',
      until: until(moscow(9)),
    })
    const far = person({
      phones: [
        { number: '+74231234567', kind: 'home' },
        { number: MOBILE, kind: 'mobile' },
      ],
    })
    expect(zoneOfNumber('+74231234567', ZONES)).toBe(600)
    expect(zoneOfNumber(MOBILE, ZONES)).toBeNull()
    // Noon in Moscow is seven in the evening in Vladivostok, one in the afternoon is eight.
    expect(mayDial(far, AROUND, moscow(12)).kind).toBe('dial')
    expect(mayDial(far, AROUND, moscow(13))).toMatchObject({ why: 'quietHours', until: until(moscow(2, 0, 25)) })
    // A Saturday begins at ten.
    expect(mayDial(person(), AROUND, moscow(9, 30, 28))).toMatchObject({ until: until(moscow(10, 0, 28)) })
  })

  it('[OUT4] a busy line waits shorter than no answer, and another number does not wait for it', () => {
    const one = { phones: [{ number: MOBILE, kind: 'mobile' as const }] }
    const busy = [tried(moscow(12), { result: 'busy', outcome: 'busy' })]
    expect(mayDial(person({ ...one, attempts: busy }), AROUND, moscow(12, 5))).toMatchObject({ why: 'retry' })
    expect(mayDial(person({ ...one, attempts: busy }), AROUND, moscow(12, 16)).kind).toBe('dial')
    expect(mayDial(person({ attempts: busy }), AROUND, moscow(12, 5))).toEqual({ kind: 'dial', numbers: [HOME] })
    const silent = person({ attempts: [tried(moscow(12))] })
    expect(mayDial(silent, AROUND, moscow(13))).toMatchObject({ why: 'retry', until: until(moscow(14) + 30_000) })
  })

  it('[OUT5] by numbers never tried first, and by none that was wrong', () => {
    expect(mayDial(person(), AROUND, moscow(12))).toEqual({ kind: 'dial', numbers: [MOBILE, HOME] })
    const wrong = person({ attempts: [tried(moscow(10), { result: 'answered', outcome: 'wrongNumber' })] })
    expect(mayDial(wrong, AROUND, moscow(14))).toEqual({ kind: 'dial', numbers: [HOME] })
  })

  it('[OUT6] who refused to talk is not dialled again', () => {
    const refused = person({
      attempts: [tried(moscow(10, 0, 20), { result: 'answered', outcome: 'refusedToTalk' })],
    })
    expect(dialBar(refused, RULES)).toBe('refused')
  })
})

describe('the next one', () => {
  const late = { id: 'late', dialled: person({ attempts: [tried(moscow(11, 30))] }) }
  const never = { id: 'never', dialled: person({ asksNotToCall: true }) }
  const free = { id: 'free', dialled: person() }

  it('[OUT7] is the first who may be dialled, otherwise the earliest moment', () => {
    expect(nextToDial([never, late, free], AROUND, moscow(12))).toMatchObject({ kind: 'dial', person: { id: 'free' } })
    expect(nextToDial([never, late], AROUND, moscow(12))).toMatchObject({
      kind: 'wait',
      until: until(moscow(13, 30) + 30_000),
    })
    expect(nextToDial([never], AROUND, moscow(12))).toEqual({ kind: 'none' })
  })

  it('[OUT8] is dialled by itself only while the representative is free', () => {
    const desk = {
      mode: 'progressive',
      isStopped: false,
      callsOnLines: 0,
      isRegistered: true,
      isBusyAfterCall: false,
      shownAtMs: 10_000,
    } as const
    expect(dialsIn(desk, 8, 10_000)).toBe(8)
    expect(dialsIn(desk, 8, 18_000)).toBe(0)
    for (const change of [
      { mode: 'preview' },
      { isStopped: true },
      { callsOnLines: 1 },
      { isRegistered: false },
      { isBusyAfterCall: true },
    ] as const)
      expect(dialsIn({ ...desk, ...change }, 8, 99_000)).toBeNull()
  })
})

describe('whatever happened before', () => {
  const WEEK = Date.UTC(2026, 10, 20)
  const attempt = fc
    .record({
      number: fc.constantFrom(MOBILE, HOME),
      at: fc.integer({ min: WEEK, max: WEEK + 4 * 86_400_000 }),
      result: fc.constantFrom(...callResult.options),
      outcome: fc.option(fc.constantFrom(...callOutcome.options), { nil: null }),
    })
    .map(({ at, ...it }) => tried(at, it))
  const anyTime = fc.integer({ min: WEEK + 4 * 86_400_000, max: WEEK + 12 * 86_400_000 })
  const anyone = fc.record({
    attempts: fc.array(attempt, { maxLength: 8 }),
    phones: fc.subarray([...person().phones, { number: '+74231234567', kind: 'work' as const }]),
  })

  it('[OUT2] [OUT3] [OUT5] nobody is dialled outside the hours, too often, or by a number of somebody else', () => {
    fc.assert(
      fc.property(anyone, anyTime, (drawn, nowMs) => {
        const decision = mayDial(person(drawn), AROUND, nowMs)
        if (decision.kind === 'wait') {
          expect(decision.until > until(nowMs)).toBe(true)
          return
        }
        if (decision.kind === 'never') return
        const zones = drawn.phones.flatMap(({ number }) => zoneOfNumber(number, ZONES) ?? [])
        for (const zone of zones.length > 0 ? zones : [180]) {
          const hour = new Date(nowMs + zone * 60_000).getUTCHours()
          expect(hour >= 9 && hour < 20).toBe(true)
        }
        expect(decision.numbers.length).toBeGreaterThan(0)
        for (const number of decision.numbers) {
          expect(drawn.phones.map((it) => it.number)).toContain(number)
          expect(drawn.attempts.some((it) => it.number === number && it.outcome === 'wrongNumber')).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('[OUT7] waiting until the moment that was said, somebody may be dialled or is said why not for another reason', () => {
    fc.assert(
      fc.property(anyone, anyTime, (drawn, nowMs) => {
        const first = mayDial(person(drawn), AROUND, nowMs)
        if (first.kind !== 'wait') return
        let at = Date.parse(first.until)
        for (let step = 0; step < 5; step += 1) {
          const next = mayDial(person(drawn), AROUND, at)
          if (next.kind === 'dial') return
          expect(next.kind).toBe('wait')
          if (next.kind === 'wait') at = Date.parse(next.until)
        }
        expect.unreachable('waits for ever')
      }),
    )
  })
})
