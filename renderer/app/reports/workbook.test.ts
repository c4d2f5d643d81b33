import { describe, expect, it } from 'vitest'
import { cellsOf, exportOf, plainCell, workbookOf } from './workbook.ts'

const SHEET = {
  name: 'Темы: все [1/2]?',
  columns: ['Что', 'Стало'],
  rows: [
    ['=HYPERLINK("http://x")', 3],
    ['Очередь', null],
  ],
}

describe('files of reports [S4] [X3]', () => {
  it.each(['=1+1', '+7 000', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('%j is never a formula', (text) => {
    expect(plainCell(text)).toBe(`'${text}`)
  })
  it('leaves other texts as they are', () => {
    expect(plainCell('Очередь = 20 минут')).toBe('Очередь = 20 минут')
  })
  it('keeps numbers as numbers and texts as texts', () => {
    expect(cellsOf(SHEET)).toEqual([
      [
        { value: 'Что', type: String, fontWeight: 'bold' },
        { value: 'Стало', type: String, fontWeight: 'bold' },
      ],
      [
        { value: `'=HYPERLINK("http://x")`, type: String },
        { value: 3, type: Number },
      ],
      [{ value: 'Очередь', type: String }, null],
    ])
  })
  it('makes a workbook with names that Excel takes', async () => {
    const bytes = new Uint8Array(await (await workbookOf([SHEET])).arrayBuffer())
    expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b])
  })
  it('says to the audit how many rows leave', () => {
    expect(exportOf('structure', { from: '2026-01-01', to: '2026-03-31' }, [SHEET, SHEET])).toEqual({
      report: 'structure',
      from: '2026-01-01',
      to: '2026-03-31',
      rows: 4,
    })
  })
})
