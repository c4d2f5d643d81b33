import { describe, expect, it } from 'vitest'
import type { ClinicId } from '../../kernel/ids.ts'
import { type ChangeGround, changeProblems, changesReach, type MemberChange, memberChange } from './member-change.ts'

const CLINIC = '0190c5f2-7d3a-7abc-8def-000000000001' as ClinicId
const OTHER = '0190c5f2-7d3a-7abc-8def-000000000002' as ClinicId
const wanted: Omit<MemberChange, 'version'> = { role: 'L1', clinicIds: [CLINIC], isActive: true, documents: [] }
const ground: ChangeGround = {
  actor: { userId: 'supervisor', role: 'SV' },
  member: { userId: 'operator', role: 'L1', isActive: true, clinicIds: [CLINIC] },
  otherAdministrators: 1,
}
const codes = (change: Partial<MemberChange>, more: Partial<ChangeGround> = {}): string[] =>
  changeProblems({ ...wanted, ...change }, { ...ground, ...more }).map(({ code, field }) => `${code} ${field}`)
const admin: ChangeGround['member'] = { userId: 'admin', role: 'AD', isActive: true, clinicIds: [] }
const byAdmin = { userId: 'admin2', role: 'AD' } as const

describe('[S9] what a change of a colleague may not do', () => {
  it('lets level, clinics, activity and documents change together', () => {
    const documents = [{ kind: 'admission', documentNumber: '12', from: '2026-01-01', until: '2026-01-01' }] as const
    expect(codes({ role: 'L2', clinicIds: [OTHER], isActive: false, documents: [...documents] })).toEqual([])
  })

  it('nobody changes the own role or switches the own account off; the own clinics may change', () => {
    const own = { actor: { userId: 'operator', role: 'SV' } as const }
    expect(codes({ role: 'SV' }, own)).toEqual(['staff.ownRole role'])
    expect(codes({ isActive: false }, own)).toEqual(['staff.ownActive isActive'])
    expect(codes({ clinicIds: [OTHER] }, own)).toEqual([])
  })

  it('the last administrator stays', () => {
    const last = { actor: byAdmin, member: admin, otherAdministrators: 0 }
    expect(codes({ role: 'SV' }, last)).toEqual(['staff.lastAdministrator role'])
    expect(codes({ role: 'AD', isActive: false }, last)).toEqual(['staff.lastAdministrator isActive'])
    expect(codes({ role: 'SV' }, { ...last, otherAdministrators: 1 })).toEqual([])
    expect(codes({ role: 'SV' }, { ...last, member: { ...admin, isActive: false } })).toEqual([])
  })

  it('only administrators make and unmake administrators', () => {
    expect(codes({ role: 'AD' })).toEqual(['staff.onlyAdministrator role'])
    expect(codes({ role: 'L1' }, { member: admin })).toEqual(['staff.onlyAdministrator role'])
    expect(codes({ role: 'AD', isActive: false }, { member: admin })).toEqual(['staff.onlyAdministrator isActive'])
    expect(codes({ role: 'AD' }, { actor: byAdmin })).toEqual([])
  })

  it('level 2 needs a clinic', () => {
    expect(codes({ role: 'L2', clinicIds: [] })).toEqual(['staff.clinicRequired clinicIds'])
    expect(codes({ role: 'L1', clinicIds: [] })).toEqual([])
  })

  it('a document has a number and its dates are in order', () => {
    const document = { kind: 'training', documentNumber: '7', from: '2026-03-02', until: null } as const
    const documents = [document, { ...document, documentNumber: ' ', until: '2026-03-01' }]
    expect(codes({ documents })).toEqual([
      'staff.documentRequired documents.1.documentNumber',
      'staff.datesOutOfOrder documents.1.until',
    ])
    const typed = { ...wanted, version: 1, documents: [{ ...document, documentNumber: '', from: '2026-02-30' }] }
    expect(memberChange.safeParse(typed).error?.issues.map(({ message }) => message)).toEqual([
      'staff.documentRequired',
      'date.invalid',
    ])
  })

  it('ends sessions only when the rights change', () => {
    expect(
      changesReach({ ...ground.member, clinicIds: [CLINIC, OTHER] }, { ...wanted, clinicIds: [OTHER, CLINIC] }),
    ).toBe(false)
    expect(changesReach(ground.member, { ...wanted, clinicIds: [OTHER] })).toBe(true)
    expect(changesReach(ground.member, { ...wanted, role: 'L3' })).toBe(true)
    expect(changesReach(ground.member, { ...wanted, isActive: false })).toBe(true)
  })
})
