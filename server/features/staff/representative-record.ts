import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** Colleagues as everyone in the organisation sees them; what signs in is the table `users`. */
export const representativeRecord: RecordKindDefinition<'representative'> = {
  kind: 'representative',
  table: 'representatives',
  columns: { name: 'text' },
  promote: (representative) => ({ name: representative.name }),
  scopesOf: async (_representative, orgId) => [`reference:${orgId}`],
}
