import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { Contact } from '#shared/features/insured-persons/contact.ts'
import type { Call } from '#shared/features/telephony/call.ts'

/**
 * What a record is looked up by besides its id: persons and telephone numbers. Kept in memory only, for rows and pages alike;
 * no index on disk names anybody.
 */
export function refsOf(kind: string, data: unknown): readonly string[] {
  if (data === null || data === undefined) return []
  switch (kind) {
    case 'appeal': {
      const { concernsId, applicant } = data as Appeal
      return persons(concernsId, applicant.personId === concernsId ? null : applicant.personId)
    }
    case 'call':
      return persons((data as Call).personId)
    case 'scriptRun':
    case 'surveyResponse':
      return persons((data as ScriptRun).personId)
    case 'informing':
    case 'booking':
    case 'assistance':
    case 'consent':
    case 'contactChange':
      return persons((data as { readonly personId: string }).personId)
    case 'contact': {
      const { phone } = data as Contact
      return phone === null ? [] : [phoneRef(phone)]
    }
    default:
      return []
  }
}

export function personRef(id: string): string {
  return `person:${id}`
}

export function phoneRef(e164: string): string {
  return `phone:${e164}`
}

function persons(...ids: readonly (string | null)[]): string[] {
  return ids.flatMap((id) => (id === null ? [] : [personRef(id)]))
}
