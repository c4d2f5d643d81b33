import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { appealClassifier } from '#shared/features/appeals/classifier.ts'
import { findThemes, makeThemeIndex, themeOf, themesUnder } from '#shared/features/appeals/find-theme.ts'

const file = new URL('../../assets/classifiers/appeals.ru.json', import.meta.url)
const index = makeThemeIndex(appealClassifier.parse(JSON.parse(readFileSync(file, 'utf8'))))
const first = (typed: string, kind: Parameters<typeof findThemes>[1] = null): string | undefined =>
  findThemes(index, kind, typed, 8)[0]?.row.code
const codes = (typed: string, kind: Parameters<typeof findThemes>[1] = null): string[] =>
  findThemes(index, kind, typed, 8).map((theme) => theme.row.code)

describe('[C5] the theme of an appeal is found by typing', () => {
  it('by the words people use, in any form, with «е» for «ё» and in the wrong layout', () => {
    expect(first('нагрубили', 'complaint')).toBe('complaint.10')
    expect(first('грубость', 'complaint')).toBe('complaint.10')
    expect(codes('потерял полис')).toContain('consultation.4.1')
    expect(first('прикрепиться', 'consultation')).toBe('consultation.4.2')
    expect(first('ghbrhtgbnmcz', 'consultation')).toBe('consultation.4.2')
    expect(codes('ребенок', 'complaint').length).toBeGreaterThan(0)
    expect(first('спасибо')).toBe('gratitude')
  })

  it('puts the row itself before the rows under it', () => {
    expect(first('кардиолог', 'complaint')).toBe('complaint.11.14')
    expect(first('деньги', 'complaint')).toBe('complaint.15')
    expect(first('лекарства', 'complaint')).toBe('complaint.12')
  })

  it('by words of the row and of the rows above it together', () => {
    expect(codes('более 14 дней невролог', 'complaint')[0]).toBe('complaint.7.1.4.3.17')
    expect(codes('качество кардиолог рано выписали', 'complaint')[0]).toBe('complaint.11.14.5')
  })

  it('by code', () => {
    expect(first('7.1.2')).toBe('complaint.7.1.2')
    expect(codes('3.5', 'application').slice(0, 2)).toEqual(['application.3.5', 'application.3.5.1'])
  })

  it('never offers a root that needs a theme, nor another kind than the chosen one', () => {
    expect(codes('жалоба')).not.toContain('complaint')
    for (const code of codes('полис', 'application')) expect(code).toMatch(/^application\./)
    expect(codes('')).toEqual([])
    expect(codes('велосипед')).toEqual([])
  })
})

describe('the tree of themes', () => {
  it('is walked down from a kind and shows the path', () => {
    expect(themesUnder(index, 'application').map((theme) => theme.row.code)).toContain('application.3.1')
    expect(themesUnder(index, 'complaint.7.1')).toHaveLength(9)
    expect(themeOf(index, 'complaint.7.1.2.3')?.path.map((row) => row.code)).toEqual([
      'complaint.7',
      'complaint.7.1',
      'complaint.7.1.2',
      'complaint.7.1.2.3',
    ])
    expect(themeOf(index, 'gratitude')?.path.map((row) => row.code)).toEqual(['gratitude'])
    expect(themeOf(index, 'complaint.7.1')?.parentCode).toBe('complaint.7')
  })
})
