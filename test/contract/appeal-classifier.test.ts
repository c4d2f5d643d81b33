import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { appealClassifier, appealKind, mustNameClinic, themePath } from '#shared/features/appeals/classifier.ts'

const file = new URL('../../assets/classifiers/appeals.ru.json', import.meta.url)
const classifier = appealClassifier.parse(JSON.parse(readFileSync(file, 'utf8')))
const byCode = new Map(classifier.rows.map((row) => [row.code, row]))

describe('the classifier of appeals that ships with the product (DOMAIN §2.5)', () => {
  it('holds every code once', () => {
    expect(byCode.size).toBe(classifier.rows.length)
    expect(classifier.rows.length).toBeGreaterThan(1000)
  })

  it('has one root for each kind and every row under the root of its kind', () => {
    const roots = classifier.rows.filter((row) => !row.code.includes('.')).map((row) => row.code)
    expect(roots.toSorted()).toEqual([...appealKind.options].toSorted())
    for (const row of classifier.rows) {
      expect(row.code.split('.')[0], row.code).toBe(row.kind)
      expect(themePath(classifier, row.code).at(-1), row.code).toBe(row)
    }
  })

  it('has every parent of a complaint, in an order that a parent comes before its rows', () => {
    const seen = new Set<string>()
    for (const row of classifier.rows) {
      const parent = row.code.slice(0, row.code.lastIndexOf('.'))
      if (row.kind === 'complaint' && row.code !== 'complaint') expect(seen.has(parent), row.code).toBe(true)
      seen.add(row.code)
    }
  })

  it('gives siblings different names', () => {
    const names = classifier.rows.map((row) => `${row.code.slice(0, row.code.lastIndexOf('.'))} ${row.name}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('holds the rows of form ПГ: complaints 3-17, applications 3.1-3.6.1, consultations 4.1-4.14', () => {
    for (let row = 3; row <= 17; row += 1) expect(byCode.has(`complaint.${row}`), `complaint.${row}`).toBe(true)
    for (const row of ['1', '2', '2.1', '2.2', '3', '4', '5', '5.1', '5.2', '6', '6.1'])
      expect(byCode.has(`application.3.${row}`), row).toBe(true)
    for (let row = 1; row <= 14; row += 1) expect(byCode.has(`consultation.4.${row}`), String(row)).toBe(true)
    expect(byCode.has('consultation.4.1.1') && byCode.has('consultation.4.12.1')).toBe(true)
    expect(classifier.rows.filter((row) => /^complaint\.11\.\d+$/.test(row.code))).toHaveLength(41)
    expect(classifier.rows.filter((row) => /^complaint\.11\.14\.\d+$/.test(row.code))).toHaveLength(14)
    expect(classifier.rows.filter((row) => /^complaint\.15\.1\.1\.1\.\d+$/.test(row.code))).toHaveLength(4)
  })

  it('asks for the clinic exactly where the command of registration does', () => {
    for (const row of classifier.rows) expect(row.needsClinic, row.code).toBe(mustNameClinic(row.code))
  })

  it('lets a theme be chosen everywhere but at the roots of kinds that need one', () => {
    const closed = classifier.rows.filter((row) => !row.selectable).map((row) => row.code)
    expect(closed).toEqual(['complaint', 'application', 'consultation'])
  })
})
