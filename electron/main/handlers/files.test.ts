import { describe, expect, it } from 'vitest'
import type { LogEntry } from '#shared/ipc/contract.ts'
import { err, ok } from '#shared/kernel/result.ts'
import { type FilePorts, fileHandlers } from './files.ts'
import { printHandlers } from './print.ts'

const bytes = Uint8Array.of(1, 2)

/** A system whose person answers the dialogue with these paths, one after the other. */
function aSystem(answers: readonly (string | undefined)[], more: Partial<FilePorts> = {}) {
  const seen = {
    suggested: [] as string[],
    written: [] as string[],
    shown: [] as string[],
    lines: [] as LogEntry[],
  }
  const waiting = [...answers]
  const handlers = fileHandlers({
    choosePath: async (suggested) => {
      seen.suggested.push(suggested)
      return waiting.shift()
    },
    exists: async () => false,
    write: async (path) => {
      seen.written.push(path)
      return ok(null)
    },
    showInFolder: (path) => seen.shown.push(path),
    report: (line) => seen.lines.push(line),
    untitled: 'Документ',
    ...more,
  })
  return { seen, handlers }
}

describe('saving', () => {
  it('asks with the cleaned name, writes where the person says and tells the name only', async () => {
    const { seen, handlers } = aSystem(['/home/anna/Отчёты/итог.xlsx'])
    const answer = await handlers.save({ name: '../../отчёт', kind: 'xlsx', bytes })
    expect(answer).toEqual({ ok: true, value: { outcome: 'saved', name: 'итог.xlsx', id: 1 } })
    expect(seen).toMatchObject({ suggested: ['_.._отчёт.xlsx'], written: ['/home/anna/Отчёты/итог.xlsx'] })
  })

  it('writes nothing when the dialogue was left', async () => {
    const { seen, handlers } = aSystem([undefined])
    expect(await handlers.save({ name: 'a', kind: 'pdf', bytes })).toEqual({
      ok: true,
      value: { outcome: 'cancelled' },
    })
    expect(seen.written).toEqual([])
  })

  it('gives every file the ending of its kind, whatever was typed', async () => {
    const { seen, handlers } = aSystem(['/d/начало.desktop', '/d/Скан.JPEG'])
    await handlers.save({ name: 'a', kind: 'pdf', bytes })
    await handlers.save({ name: 'b', kind: 'jpg', bytes })
    expect(seen.written).toEqual(['/d/начало.desktop.pdf', '/d/Скан.JPEG'])
  })

  it('asks again before a completed name replaces a file that the dialogue did not ask about', async () => {
    const { seen, handlers } = aSystem(['/d/письмо', '/d/письмо.pdf'], { exists: async () => true })
    await handlers.save({ name: 'a', kind: 'pdf', bytes })
    expect(seen).toMatchObject({ suggested: ['a.pdf', '/d/письмо.pdf'], written: ['/d/письмо.pdf'] })
  })

  it('refuses by code; the log knows the reason and neither path nor name', async () => {
    const { seen, handlers } = aSystem(['/d/Иванова.pdf'], {
      write: async () => err({ code: 'files.noSpace', systemCode: 'ENOSPC' }),
    })
    expect(await handlers.save({ name: 'Иванова', kind: 'pdf', bytes })).toEqual({
      ok: false,
      error: { code: 'files.noSpace' },
    })
    expect(seen.lines).toEqual([{ level: 'warn', code: 'files.noSpace', fields: { reason: 'ENOSPC' } }])
  })

  it('opens one dialogue at a time, and the next after the first is gone, even when it failed', async () => {
    let leave = (_error: Error): void => undefined
    const { handlers } = aSystem([], {
      choosePath: () =>
        new Promise((_done, failed) => {
          leave = failed
        }),
    })
    const file = { name: 'a', kind: 'pdf' as const, bytes }
    const first = handlers.save(file)
    expect(await handlers.save(file)).toEqual({ ok: false, error: { code: 'files.busy' } })
    leave(new Error('the window is gone'))
    await expect(first).rejects.toThrow()
    const second = handlers.save(file)
    leave(new Error('gone again'))
    await expect(second).rejects.toThrow('gone again')
  })

  it('shows in its folder what it has saved, and nothing else', async () => {
    const { seen, handlers } = aSystem(['/d/a.pdf', '/d/b.pdf'])
    for (const name of ['a', 'b']) await handlers.save({ name, kind: 'pdf', bytes })
    for (const id of [2, 3, 1]) await handlers.showInFolder({ id })
    expect(seen.shown).toEqual(['/d/b.pdf', '/d/a.pdf'])
  })
})

describe('printing', () => {
  const printing = (isPrinted: boolean, reason: string) => {
    const seen = { options: [] as unknown[], lines: [] as LogEntry[] }
    const { page } = printHandlers({
      print: (options, done) => {
        seen.options.push(options)
        done(isPrinted, reason)
      },
      report: (line) => seen.lines.push(line),
    })
    return { seen, page }
  }

  it('asks the person, with background and the sheet of the page', async () => {
    const { seen, page } = printing(true, '')
    expect(await page({ pageSize: 'A5' })).toEqual({ ok: true, value: { outcome: 'printed' } })
    expect(seen.options).toEqual([{ silent: false, printBackground: true, pageSize: 'A5' }])
  })

  it.each(['Print job canceled', 'Print job cancelled'])('tells cancelling from failing (%s)', async (reason) => {
    const { seen, page } = printing(false, reason)
    expect(await page({ pageSize: 'A4' })).toEqual({ ok: true, value: { outcome: 'cancelled' } })
    expect(seen.lines).toEqual([])
  })

  it('refuses by code when the printer did not take it', async () => {
    const { seen, page } = printing(false, 'Print job failed')
    expect(await page({ pageSize: 'A4' })).toEqual({ ok: false, error: { code: 'print.failed' } })
    expect(seen.lines).toEqual([{ level: 'warn', code: 'print.failed' }])
  })

  it('opens one dialogue at a time', async () => {
    const { page } = printHandlers({ print: () => undefined, report: () => undefined })
    void page({ pageSize: 'A4' })
    expect(await page({ pageSize: 'A4' })).toEqual({ ok: false, error: { code: 'print.busy' } })
  })
})
