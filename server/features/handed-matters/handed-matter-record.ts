import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A matter is held by the two whom it concerns. */
export const handedMatterRecord: RecordKindDefinition<'handedMatter'> = {
  kind: 'handedMatter',
  table: 'handed_matters',
  columns: { from_user: 'text', to_user: 'text', person_id: 'text', settled_at: 'timestamptz' },
  promote: (matter) => ({
    from_user: matter.from,
    to_user: matter.to,
    person_id: matter.personId,
    settled_at: matter.settledAt,
  }),
  scopesOf: async (matter) => [`own:${matter.from}`, `own:${matter.to}`],
}
