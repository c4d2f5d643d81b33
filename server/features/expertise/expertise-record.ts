import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** Acts stand on the desk of the expert and with the supervisors. */
export const expertiseRecord: RecordKindDefinition<'expertise'> = {
  kind: 'expertise',
  table: 'expertises',
  columns: { case_id: 'text', kind: 'text', clinic_id: 'text', act_on: 'date', recorded_by: 'text' },
  promote: (act) => ({
    case_id: act.caseId,
    kind: act.kind,
    clinic_id: act.clinicId,
    act_on: act.act.on,
    recorded_by: act.recordedBy,
  }),
  scopesOf: async (act, orgId) => [`own:${act.heldBy}`, `team:${orgId}`],
}

/** Medical secrecy: the expert alone. */
export const expertiseFindingsRecord: RecordKindDefinition<'expertiseFindings'> = {
  kind: 'expertiseFindings',
  table: 'expertise_findings',
  columns: { case_id: 'text' },
  promote: (findings) => ({ case_id: findings.caseId }),
  scopesOf: async (findings) => [`own:${findings.heldBy}`],
}
