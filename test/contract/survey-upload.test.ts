import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { surveyScale } from '#shared/features/call-scripts/survey-scale.ts'
import {
  combinationFault,
  type UploadEntry,
  uploadFaults,
  uploadRules,
} from '#shared/features/call-scripts/survey-upload.ts'

const load = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../assets/surveys/rules/${file}`, import.meta.url), 'utf8'))
const rules = uploadRules.parse(load('upload.ru.json'))
const scales = z.array(surveyScale).parse(load('scales.ru.json'))
const known = new Map(scales.map((scale) => [scale.id, new Set(scale.codes.map((item) => item.code))]))
const TODAY = '2026-11-26'

let count = 0
function entry(scale: string, codes: readonly string[], more: Partial<UploadEntry> = {}): UploadEntry {
  count += 1
  return {
    key: `e${String(count).padStart(3, '0')}`,
    personId: 'p1',
    on: '2026-11-10',
    note: '',
    scale,
    codes,
    ...more,
  }
}
const reason = (codes: readonly string[], more: Partial<UploadEntry> = {}): UploadEntry =>
  entry('noShowReasons', codes, more)
const opinion = (codes: readonly string[], more: Partial<UploadEntry> = {}): UploadEntry =>
  entry('checkUpSatisfaction', codes, more)
const faultOf = (it: UploadEntry): string | undefined => combinationFault(it, rules, known)?.code
const faultsOf = (...entries: readonly UploadEntry[]): (string | undefined)[] => {
  const faults = uploadFaults(entries, rules, known, TODAY)
  return entries.map((it) => faults.get(it.key)?.code)
}

describe('what the fund refuses of a survey (DOMAIN §6)', () => {
  it('[C8] lets only 103–110 stand beside one another', () => {
    expect(faultOf(opinion(['103', '107', '110']))).toBeUndefined()
    for (const alone of ['101', '102', '111']) {
      expect(faultOf(opinion([alone]))).toBeUndefined()
      for (const other of ['101', '102', '103', '110', '111'].filter((code) => code !== alone))
        expect(faultOf(opinion([alone, other])), `${alone} ${other}`).toBe('survey.answersExclude')
    }
    expect(faultOf(reason(['1', '2']))).toBe('survey.answersExclude')
  })

  it('refuses a code of another list, one that there is not, and a note that says another code', () => {
    expect(faultOf(reason(['21']))).toBe('survey.codeUnknown')
    expect(faultOf(reason(['103']))).toBe('survey.codeUnknown')
    expect(faultOf(opinion(['7']))).toBe('survey.codeUnknown')
    expect(combinationFault(opinion(['111'], { note: 'Не проходил, болел' }), rules, known)).toMatchObject({
      code: 'survey.noteContradicts',
      args: { code: '111', instead: '101' },
    })
    expect(faultOf(opinion(['111'], { note: 'не помнит' }))).toBeUndefined()
  })

  it('takes one reason of a person in a period, whether the second is the same or another', () => {
    expect(faultsOf(reason(['1']), reason(['1'], { on: '2026-11-20' }))).toEqual([undefined, 'survey.onceInPeriod'])
    expect(faultsOf(reason(['1']), reason(['6'], { on: '2026-10-20' }))).toEqual(['survey.onceInPeriod', undefined])
    expect(faultsOf(reason(['1']), reason(['1'], { personId: 'p2' }))).toEqual([undefined, undefined])
  })

  it('refuses a reason on the day of “not passed” or “cannot say”, and a day to come', () => {
    expect(faultsOf(reason(['1']), opinion(['101']))).toEqual(['survey.notOnOneDay', undefined])
    expect(faultsOf(opinion(['111']), reason(['20']))).toEqual([undefined, 'survey.notOnOneDay'])
    expect(faultsOf(reason(['1']), opinion(['102']))).toEqual([undefined, undefined])
    expect(faultsOf(reason(['1']), opinion(['101'], { on: '2026-11-11' }))).toEqual([undefined, undefined])
    expect(faultsOf(opinion(['102'], { on: TODAY }), opinion(['102'], { on: '2026-11-27' }))).toEqual([
      undefined,
      'survey.dateInFuture',
    ])
  })

  it('knows every code of its lists', () => {
    for (const list of rules.lists)
      for (const code of [...list.together, ...list.refusedNotes.map((it) => it.code)])
        expect(known.get(list.scale)?.has(code), code).toBe(true)
  })
})
