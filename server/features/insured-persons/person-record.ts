import type { RecordKindDefinition } from '#server/db/record-kind.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import { encodeIndexShard } from '#shared/features/insured-persons/search/index-shard.ts'

/**
 * Our insured persons belong to the registry of their clinic. People of other insurers are in the table for checks of attachment
 * only and belong to no scope. Diagnoses are not part of the document at all (`health_facts`), so no level receives them by sync.
 */
export const insuredPersonRecord: RecordKindDefinition<'insuredPerson'> = {
  kind: 'insuredPerson',
  table: 'insured_persons',
  columns: { clinic_id: 'text', insurer_code: 'text', search_name: 'text', policy_number: 'text' },
  promote: (person) => ({
    clinic_id: person.clinicId,
    insurer_code: person.insurerCode,
    search_name: searchName(fullName(person)),
    policy_number: person.policy.number,
  }),
  scopesOf: async (person, _orgId, lookups) =>
    person.insurerCode === (await lookups.insurerCode()) ? [`registry:${person.clinicId}`] : [],
  shardOf: (records) =>
    encodeIndexShard(
      'insuredPerson',
      records.map(({ id, version, data }) => ({ id, version, person: data })),
    ),
}

/** Names are compared in lower case with ё as е, as people write them. */
export function searchName(name: string): string {
  return name.toLowerCase().replaceAll('\u0451', '\u0435')
}
