import { expect, it } from 'vitest'
import { isKept, type RecordingTerm, recordingTermOn } from './recording-terms.ts'

const OLD: RecordingTerm = {
  validFrom: '2025-01-01',
  validTo: '2025-12-31',
  source: '',
  keepDays: 10,
  announcedBy: 'идёт запись',
}
const NEW: RecordingTerm = {
  ...OLD,
  validFrom: '2026-01-01',
  validTo: null,
  keepDays: 100,
  announcedBy: 'записывается',
}
const TERMS = [OLD, NEW]

it('a recording is kept by the term of the day of its call, to the last day included', () => {
  expect(recordingTermOn(TERMS, '2024-05-01')).toBe(OLD)
  expect(recordingTermOn(TERMS, '2025-12-31')).toBe(OLD)
  expect(recordingTermOn(TERMS, '2026-01-01')).toBe(NEW)
  expect(isKept(TERMS, '2025-12-31', '2026-01-10')).toBe(true)
  expect(isKept(TERMS, '2025-12-31', '2026-01-11')).toBe(false)
  expect(isKept(TERMS, '2026-01-01', '2026-04-11')).toBe(true)
  expect(isKept(TERMS, '2026-01-01', '2026-04-12')).toBe(false)
})
