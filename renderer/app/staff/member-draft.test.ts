import { describe, expect, it } from 'vitest'
import type { MemberDetail, StaffDocument } from '#shared/features/staff/team.ts'
import {
  beginDraft,
  changeOf,
  documentField,
  emptyDocument,
  endsSessions,
  isChanged,
  meanwhileOf,
  problemsOf,
  rebaseDraft,
  repeatDocument,
} from './member-draft.ts'

const CLINICS = ['0190c5f2-7d3a-7abc-8def-000000000001', '0190c5f2-7d3a-7abc-8def-000000000002'] as never[]
const document = (n: number): StaffDocument => ({
  id: `0190c5f2-7d3a-7abc-8def-00000000010${n}`,
  kind: 'admission',
  documentNumber: `Д-${n}`,
  from: '2026-01-12',
  until: '2026-12-10',
  enteredByName: null,
  enteredAt: '2026-01-12T09:00:00.000Z',
})
const detail = (member: Partial<MemberDetail['member']> = {}, documents = [document(1)]): MemberDetail => ({
  member: {
    userId: 'operator' as never,
    version: 3,
    login: 'operator1',
    name: 'А',
    role: 'L1',
    extension: null,
    clinics: [],
    clinicIds: [CLINICS[0] as never],
    skills: ['oncology'],
    languages: ['ru'],
    isActive: true,
    isAdmitted: true,
    admittedUntil: '2026-12-10',
    devices: [],
    ...member,
  },
  documents,
  abilities: { skills: [{ code: 'oncology', title: 'Онкология' }], languages: ['ru', 'tt'] },
})
const ground = { actor: { userId: 'supervisor', role: 'SV' }, otherAdministrators: 1, userId: 'operator' } as const
const wrong = (draft: ReturnType<typeof beginDraft>): string[] =>
  problemsOf(draft, ground).map(({ code, field }) => `${code} ${field}`)

describe('[S9] the form of a colleague', () => {
  it('sends what it was begun upon and what was added', () => {
    const draft = beginDraft(detail())
    expect([isChanged(draft), endsSessions(draft), wrong(draft)]).toEqual([false, false, []])
    const training = { documentNumber: 'УД-1', from: '2026-11-24', until: null }
    expect(changeOf({ ...draft, training })).toEqual({
      version: 3,
      role: 'L1',
      clinicIds: [CLINICS[0]],
      isActive: true,
      skills: ['oncology'],
      languages: ['ru'],
      documents: [{ kind: 'training', documentNumber: 'УД-1', from: '2026-11-24', until: null }],
    })
    expect([isChanged({ ...draft, training }), endsSessions({ ...draft, training })]).toEqual([true, false])
    expect(endsSessions({ ...draft, role: 'L3' })).toBe(true)
  })

  it('begins a renewal on the day after the present admission, and a correction on its first day', () => {
    const { member } = detail()
    expect(emptyDocument('admission', member, '2026-11-24').from).toBe('2026-12-11')
    expect(emptyDocument('training', member, '2026-11-24').from).toBe('2026-11-24')
    expect(emptyDocument('admission', { ...member, admittedUntil: null }, '2026-11-24').from).toBe('2026-11-24')
    expect(repeatDocument(document(1))).toEqual({ documentNumber: 'Д-1', from: '2026-01-12', until: '2026-12-10' })
  })

  it('says one thing for each field, by the place of the document in the request', () => {
    const draft = {
      ...beginDraft(detail()),
      role: 'L2' as const,
      clinicIds: [],
      admission: { documentNumber: '', from: '2026-11-24', until: '2026-11-01' },
      training: { documentNumber: '7', from: '', until: null },
    }
    expect(wrong(draft).sort()).toEqual([
      'input.required documents.1.from',
      'staff.clinicRequired clinicIds',
      'staff.datesOutOfOrder documents.0.until',
      'staff.documentRequired documents.0.documentNumber',
    ])
    const endless = { ...beginDraft(detail()), admission: emptyDocument('admission', detail().member, '2026-11-24') }
    expect(wrong({ ...endless, admission: { ...endless.admission, documentNumber: '8' } })).toEqual([
      'input.required documents.0.until',
    ])
    expect(documentField(draft, 'training', 'from')).toBe('documents.1.from')
    expect(documentField({ ...draft, admission: null }, 'training', 'from')).toBe('documents.0.from')
  })

  it('shows what a colleague saved meanwhile, and keeps only what was changed here', () => {
    const draft = { ...beginDraft(detail()), role: 'L3' as const, training: repeatDocument(document(9)) }
    const theirs = detail({ version: 5, role: 'L2', clinicIds: CLINICS }, [document(2), document(1)])
    expect(meanwhileOf(draft, theirs)).toEqual({ fields: ['role', 'clinicIds'], documents: [document(2)] })
    const rebased = rebaseDraft(draft, theirs)
    expect(changeOf(rebased)).toMatchObject({ version: 5, role: 'L3', clinicIds: CLINICS, isActive: true })
    expect(changeOf(rebased).documents).toHaveLength(1)
    expect(meanwhileOf(rebased, theirs)).toEqual({ fields: [], documents: [] })
  })

  it('of what both changed alike there is nothing to choose', () => {
    const draft = { ...beginDraft(detail()), isActive: false }
    expect(meanwhileOf(draft, detail({ version: 4, isActive: false })).fields).toEqual([])
  })

  it('changes abilities without ending a session, and keeps them beside what a colleague saved meanwhile', () => {
    const draft = { ...beginDraft(detail()), languages: ['tt', 'ru'] }
    expect([isChanged(draft), endsSessions(draft), wrong(draft)]).toEqual([true, false, []])
    expect(wrong({ ...draft, languages: [] })).toEqual(['staff.languageRequired languages'])
    const theirs = detail({ version: 4, skills: [], languages: ['ru'] })
    expect(meanwhileOf(draft, theirs).fields).toEqual(['skills'])
    expect(changeOf(rebaseDraft(draft, theirs))).toMatchObject({ version: 4, skills: [], languages: ['tt', 'ru'] })
  })

  it('leaves abilities as they are when a desk of before has kept the form', () => {
    const { skills: _skills, languages: _languages, base, ...old } = beginDraft(detail())
    const { skills: _was, languages: _were, ...oldBase } = base
    const draft = { ...old, base: oldBase }
    expect(isChanged(draft)).toBe(false)
    expect(changeOf(draft)).not.toHaveProperty('skills')
    expect(meanwhileOf(draft, detail({ skills: [] })).fields).toEqual([])
  })
})
