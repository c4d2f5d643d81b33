import type { RecordKindDefinition } from '#server/db/record-kind.ts'

export const clinicRecord: RecordKindDefinition<'clinic'> = {
  kind: 'clinic',
  table: 'clinics',
  columns: { short_name: 'text' },
  promote: (clinic) => ({ short_name: clinic.shortName }),
  scopesOf: async (_clinic, orgId) => [`reference:${orgId}`],
}
