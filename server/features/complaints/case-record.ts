import type { RecordKindDefinition } from '#server/db/record-kind.ts'
import type { ScopeName } from '#shared/protocol/pull.ts'

/**
 * A case stands on the desk of the expert who works it and with the supervisors of the organisation, and nowhere else; one that nobody
 * works yet stands with all experts, so that one of them can take it.
 */
export const complaintCaseRecord: RecordKindDefinition<'complaintCase'> = {
  kind: 'complaintCase',
  table: 'complaint_cases',
  columns: { state: 'text', assigned_to: 'text', clinic_id: 'text', registered_on: 'date', approval: 'text' },
  promote: (item) => ({
    state: item.state,
    assigned_to: item.assignedTo,
    clinic_id: item.clinicId,
    registered_on: item.registeredOn,
    approval: item.answer?.approval ?? null,
  }),
  scopesOf: async (item, orgId) => {
    const team: ScopeName = `team:${orgId}`
    return item.assignedTo === null ? [`queue:${orgId}`, team] : [`own:${item.assignedTo}`, team]
  },
}
