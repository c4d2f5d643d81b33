import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** Classifiers are reference data; the record's id is `<classifier id>@<version>`, for an appeal keeps the version it was registered under. */
export const appealClassifierRecord: RecordKindDefinition<'appealClassifier'> = {
  kind: 'appealClassifier',
  table: 'appeal_classifiers',
  columns: {},
  promote: () => ({}),
  scopesOf: async (_classifier, orgId) => [`reference:${orgId}`],
}
