import { describe, expect, it } from 'vitest'
import type { TeamMember } from '#shared/features/staff/team.ts'
import { lastSeenOf } from '#shared/features/staff/team.ts'
import { ANYBODY, membersBy } from './use-team.ts'

function member(name: string, login: string, role: TeamMember['role']): TeamMember {
  const admission = { isActive: true, isAdmitted: true, admittedUntil: null }
  return {
    userId: login as never,
    version: 1,
    login,
    name,
    role,
    extension: null,
    clinics: [],
    clinicIds: [],
    skills: [],
    languages: ['ru'],
    ...admission,
    devices: [],
  }
}
const TEAM = [member('Соловьёва Анна', 'operator1', 'L1'), member('Котов Пётр', 'expert1', 'L3')]

describe('the team [S9]', () => {
  it('is found by level, by a part of the name with ё as е, and by login', () => {
    const found = (filters: object): string[] => membersBy(TEAM, { ...ANYBODY, ...filters }).map(({ login }) => login)
    expect(found({})).toEqual(['operator1', 'expert1'])
    expect(found({ role: 'L3' })).toEqual(['expert1'])
    expect(found({ text: ' соловьева ' })).toEqual(['operator1'])
    expect(found({ text: 'expert' })).toEqual(['expert1'])
    expect(found({ text: 'пётр', role: 'L1' })).toEqual([])
  })
  it('was last seen where it still works, not on a revoked device', () => {
    const device = {
      id: 'd',
      host: 'browser',
      appVersion: '',
      createdAt: '',
      revokedByName: null,
      unsent: null,
    } as const
    const devices = [
      { ...device, seenAt: '2026-11-20T09:00:00.000Z', revokedAt: null },
      { ...device, seenAt: '2026-11-24T09:00:00.000Z', revokedAt: '2026-11-24T10:00:00.000Z' },
    ] as never
    expect(lastSeenOf({ devices })).toBe('2026-11-20T09:00:00.000Z')
    expect(lastSeenOf({ devices: [] })).toBeNull()
  })
})
