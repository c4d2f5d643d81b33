import type { RecordKindDefinition, ScopeLookups } from '#server/db/record-kind.ts'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import type { ScopeName } from '#shared/protocol/pull.ts'

/**
 * An appeal stands in the journal of the clinic of the person it is about, otherwise of the clinic complained of. Whoever took or
 * works it and does not serve that clinic holds it as own work. While nobody works what has come to line 3, all experts hold it.
 */
export const appealRecord: RecordKindDefinition<'appeal'> = {
  kind: 'appeal',
  table: 'appeals',
  columns: {
    number: 'text',
    kind: 'text',
    theme_code: 'text',
    clinic_id: 'text',
    person_id: 'text',
    applicant_name: 'text',
    call_id: 'text',
    registered_at: 'timestamptz',
    answer_by: 'date',
    state: 'text',
    taken_by: 'text',
    assigned_to: 'text',
  },
  promote: (appeal) => ({
    number: appeal.number,
    kind: appeal.kind,
    theme_code: appeal.themeCode,
    clinic_id: appeal.clinicId,
    person_id: personOf(appeal),
    applicant_name: appeal.applicant.name.toLowerCase(),
    call_id: appeal.callId,
    registered_at: appeal.registeredAt,
    answer_by: appeal.answerBy,
    state: appeal.state,
    taken_by: appeal.takenBy,
    assigned_to: appeal.assignedTo,
  }),
  scopesOf: async (appeal, orgId, lookups) => {
    const clinicId = await journalClinic(appeal, lookups)
    const scopes: ScopeName[] = clinicId === null ? [] : [`journal:${clinicId}`]
    for (const userId of new Set([appeal.takenBy, appeal.assignedTo])) {
      if (userId === null) continue
      if (clinicId === null || !(await lookups.isServedBy(userId, clinicId))) scopes.push(`own:${userId}`)
    }
    if (appeal.reviewLine === 3 && appeal.assignedTo === null && isOpen(appeal)) scopes.push(`queue:${orgId}`)
    return scopes
  },
}

export function personOf(appeal: Pick<Appeal, 'concernsId' | 'applicant'>): string | null {
  return appeal.concernsId ?? appeal.applicant.personId
}

async function journalClinic(appeal: Appeal, lookups: ScopeLookups): Promise<string | null> {
  const personId = personOf(appeal)
  return (personId === null ? null : await lookups.clinicOfPerson(personId)) ?? appeal.clinicId
}
