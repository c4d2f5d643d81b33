import type { Role } from '../../kernel/actor.ts'

/** Where a right reaches: own work, the clinics served, the whole organisation. */
export type RightScope = 'own' | 'clinics' | 'org'

export type RightAction =
  | 'person.look'
  | 'person.health.look'
  | 'appeal.register'
  | 'appeal.look'
  | 'journal.look'
  | 'call.make'
  | 'callLog.look'
  | 'recording.listen'
  | 'registry.keep'
  | 'audit.look'
  | 'staff.look'
  | 'complaint.work'
  | 'complaint.assign'
  | 'clinicList.load'
  | 'staff.keep'
  | 'floor.look'
  | 'call.listenIn'
  | 'floor.order'
  | 'report.look'
  | 'defects.look'
  | 'work.claim'
  | 'script.look'
  | 'script.write'
  | 'script.approve'
  | 'script.measure'
  | 'knowledge.keep'
  | 'campaign.keep'

/** One table role × action × scope (DESIGN §5): the server enforces it, the desk mirrors it by not showing what is refused. */
export const RIGHTS: Readonly<Record<Role, Readonly<Partial<Record<RightAction, RightScope>>>>> = {
  L1: {
    'person.look': 'clinics',
    'appeal.register': 'clinics',
    'appeal.look': 'clinics',
    'call.make': 'own',
    'callLog.look': 'own',
    'recording.listen': 'own',
    'registry.keep': 'clinics',
    'staff.look': 'org',
    'work.claim': 'clinics',
  },
  L2: {
    'person.look': 'clinics',
    'appeal.register': 'clinics',
    'appeal.look': 'clinics',
    'call.make': 'own',
    'callLog.look': 'own',
    'recording.listen': 'own',
    'registry.keep': 'clinics',
    'staff.look': 'org',
    'clinicList.load': 'clinics',
    'work.claim': 'clinics',
    'campaign.keep': 'clinics',
  },
  L3: {
    'person.look': 'clinics',
    'person.health.look': 'clinics',
    'appeal.register': 'clinics',
    'appeal.look': 'org',
    'call.make': 'own',
    'callLog.look': 'own',
    'recording.listen': 'own',
    'registry.keep': 'clinics',
    'staff.look': 'org',
    'complaint.work': 'own',
    'complaint.assign': 'own',
    'defects.look': 'org',
    'work.claim': 'clinics',
  },
  SV: {
    'person.look': 'org',
    'appeal.register': 'org',
    'appeal.look': 'org',
    'journal.look': 'org',
    'call.make': 'own',
    'callLog.look': 'org',
    'recording.listen': 'org',
    'registry.keep': 'clinics',
    'staff.look': 'org',
    'audit.look': 'org',
    'complaint.work': 'org',
    'complaint.assign': 'org',
    'clinicList.load': 'org',
    'staff.keep': 'org',
    'floor.look': 'org',
    'call.listenIn': 'org',
    'floor.order': 'org',
    'report.look': 'org',
    'defects.look': 'org',
    'work.claim': 'org',
    'campaign.keep': 'org',
    'script.look': 'org',
    'script.approve': 'org',
    'script.measure': 'org',
  },
  AD: {
    'staff.look': 'org',
    'audit.look': 'org',
    'staff.keep': 'org',
    'script.look': 'org',
    'script.write': 'org',
    'script.approve': 'org',
    'script.measure': 'org',
    'knowledge.keep': 'org',
  },
}

/** How far a role's right reaches, or null when it has none. */
export function rightOf(role: Role, action: RightAction): RightScope | null {
  return RIGHTS[role][action] ?? null
}
