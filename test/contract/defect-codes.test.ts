import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chargeOf, defectCodeTables, defectTableOn, firstCodesFor } from '#shared/features/expertise/defect-codes.ts'
import { must } from '#shared/kernel/result.ts'

const file = join(import.meta.dirname, '../../assets/reference/defect-codes.ru.json')
const tables = defectCodeTables.parse(JSON.parse(readFileSync(file, 'utf8')))
const table = must(defectTableOn(tables, '2026-11-24'), 'table in force')
const code = (name: string) =>
  must(
    table.codes.find((row) => row.code === name),
    name,
  )

describe('defect codes of the order @E2', () => {
  it('has the seventy codes, each once, and none before the order', () => {
    expect(table.codes.length).toBe(70)
    expect(new Set(table.codes.map((row) => row.code)).size).toBe(70)
    expect(defectTableOn(tables, '2021-05-24')).toBeNull()
  })

  it.each([
    ['3.2.1', 120_000, 50_000, 12_000, 0],
    ['3.2.2', 120_000, 50_000, 48_000, 15_000],
    ['2.9', 120_000, 50_000, 0, 50_000],
    ['2.2', 120_000, 50_000, 120_000, 150_000],
    ['3.5', 12_345, 0, 3_704, 0],
    ['2.1', 0, 333, 0, 100],
    ['2.10', 1, 1, 1, 1],
  ])('%s of a tariff of %i and a norm of %i kopecks: not paid %i, fine %i', (name, tariff, norm, nonPayment, fine) => {
    expect(chargeOf([code(name)], tariff, norm)).toEqual({ nonPayment, fine, decidedBy: name })
  })

  it('takes the defect that costs most, in any order', () => {
    const some = [code('3.2.1'), code('3.2.2'), code('2.1')]
    expect(chargeOf(some, 100_000, 10_000).decidedBy).toBe('3.2.2')
    expect(chargeOf([...some].reverse(), 100_000, 10_000)).toEqual(chargeOf(some, 100_000, 10_000))
  })

  it('costs nothing without defects and names the defect that costs nothing', () => {
    expect(chargeOf([], 100, 100)).toEqual({ nonPayment: 0, fine: 0, decidedBy: null })
    expect(chargeOf([code('2.9')], 100, 0)).toEqual({ nonPayment: 0, fine: 0, decidedBy: '2.9' })
  })

  it('names the codes to examine first by the theme of the complaint', () => {
    expect(firstCodesFor(table, 'complaint.7.1.2')).toEqual(['2.1', '2.18'])
    expect(firstCodesFor(table, 'complaint.15')).toEqual(['2.9', '2.10'])
    expect(firstCodesFor(table, 'complaint.1')).toEqual([])
    for (const codes of Object.values(table.firstByTheme)) for (const name of codes) code(name)
  })
})
