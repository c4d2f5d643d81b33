import { afterEach, expect, test } from 'vitest'
import { formatMoment, formatTime } from './formats.ts'
import { tellDaysIn, timeHere, todayHere } from './today.ts'

const NIGHT = '2026-11-25T21:56:00.000Z'

afterEach(() => tellDaysIn(null))

test('days and times are those of the organisation, whatever the zone of the computer', () => {
  for (const [minutes, day, time] of [
    [180, '2026-11-26', '00:56'],
    [720, '2026-11-26', '09:56'],
    [120, '2026-11-25', '23:56'],
  ] as const) {
    tellDaysIn(minutes)
    expect(todayHere(Date.parse(NIGHT))).toBe(day)
    expect(timeHere(Date.parse(NIGHT))).toBe(time)
    expect(formatTime(NIGHT)).toBe(time)
  }
})

test('a moment before the organisation’s midnight carries its day, one after it only the time', () => {
  tellDaysIn(180)
  expect(formatMoment(NIGHT, Date.parse('2026-11-25T23:00:00Z'))).toBe('00:56')
  expect(formatMoment('2026-11-25T20:59:00.000Z', Date.parse(NIGHT))).toContain('25')
  expect(formatMoment('2026-12-31T20:59:00.000Z', Date.parse('2026-12-31T21:01:00Z'))).toContain('2026')
})
