import { describe, expect, it } from 'vitest'
import { EMPTY_CONTACT } from '#renderer/features/insured-persons/contact-editor.tsx'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import { readDrafts } from './read-drafts.ts'

function draftsOf(kept: Readonly<Record<string, unknown>>): DeskDrafts {
  return {
    load: async <T>(key: string) => (kept[key] ?? null) as T | null,
    save: async () => undefined,
    settled: async () => undefined,
    drop: async () => undefined,
    keys: async (prefix) => Object.keys(kept).filter((key) => key.startsWith(prefix)),
  }
}

describe('the list of drafts @X2', () => {
  it('names forms with what was typed and the record they are about', async () => {
    const drafts = draftsOf({
      'appeals/form/new': { touched: ['text'], text: 'Просит выписку' },
      'contacts/p1': { ...EMPTY_CONTACT, email: 'a@example.invalid' },
      'complaints/decision/c1': { justified: null, grounds: 'Срок нарушен' },
      'complaints/notice/forwarding/c2': { body: 'Направляем' },
      'supervision.answer/k1/2': 'Согласна',
    })
    expect(await readDrafts(drafts)).toEqual([
      { key: 'appeals/form/new', kind: 'appeal', about: '', typed: 'Просит выписку' },
      { key: 'contacts/p1', kind: 'contacts', about: 'p1', typed: 'a@example.invalid' },
      { key: 'complaints/decision/c1', kind: 'case', about: 'c1', typed: 'Срок нарушен' },
      { key: 'complaints/notice/forwarding/c2', kind: 'case', about: 'c2', typed: 'Направляем' },
      { key: 'supervision.answer/k1/2', kind: 'reply', about: 'k1', typed: 'Согласна' },
    ])
  })

  it('leaves out what nobody typed and what the desk keeps for itself', async () => {
    const drafts = draftsOf({
      'appeals/form/new': { touched: [], text: '' },
      'contacts/p1': EMPTY_CONTACT,
      'supervision.answer/k1/2': '',
      'telephony.credentials': { password: 'x' },
      'calls/k1': { note: 'x' },
      'call-scripts/run/k1': {},
      'complaints/file/f1': { name: 'scan.pdf' },
      'complaints/picked/f2': { name: 'scan.pdf' },
    })
    expect(await readDrafts(drafts)).toEqual([])
  })
})
