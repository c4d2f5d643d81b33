import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileKind, fileNameOf } from './saved-file.ts'

const nameOf = (suggested: string) => fileNameOf(suggested, 'pdf', 'Документ')

describe('the name of a saved file', () => {
  it('stays as it is when every file system takes it', () => {
    expect(nameOf('Ответ № 12-Ж (исх.).pdf')).toBe('Ответ № 12-Ж (исх.).pdf')
    expect(nameOf('Скан.PDF')).toBe('Скан.PDF')
    expect(fileNameOf('фото.jpeg', 'jpg', 'x')).toBe('фото.jpeg')
  })

  it('gets the ending of its kind', () => {
    expect(nameOf('скан')).toBe('скан.pdf')
    expect(nameOf('virus.exe')).toBe('virus.exe.pdf')
    expect(fileNameOf('отчёт.pdf', 'xlsx', 'x')).toBe('отчёт.pdf.xlsx')
  })

  it.each([
    ['../../.bashrc', '_.._.bashrc.pdf'],
    ['C:\\Windows\\x.pdf', 'C__Windows_x.pdf'],
    ['a\u0000b\nc.pdf', 'abc.pdf'],
    ['отчёт\u202Efdp.exe', 'отчётfdp.exe.pdf'],
    ['con.pdf', '_con.pdf'],
    ['LPT1.старое.pdf', '_LPT1.старое.pdf'],
    ['  . .pdf', 'Документ.pdf'],
    ['', 'Документ.pdf'],
    ['.pdf', 'Документ.pdf'],
  ])('of %j is %j', (suggested, expected) => {
    expect(nameOf(suggested)).toBe(expected)
  })

  it('is fit for a folder of Windows and Linux whatever is suggested, and a clean name is left alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...fileKind.options), (text, kind) => {
        const name = fileNameOf(text, kind, 'x')
        expect(name).toMatch(/^[^\\/:*?"<>|\p{Cc}\s.][^\\/:*?"<>|\p{Cc}]*\.(xlsx|csv|docx|pdf|jpe?g|png|json)$/iu)
        expect(name.length).toBeLessThanOrEqual(126)
        expect(fileNameOf(name, kind, 'x')).toBe(name)
      }),
    )
  })
})
