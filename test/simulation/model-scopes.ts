import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { SurveyResponse } from '#shared/features/call-scripts/survey-response.ts'
import type { Consent } from '#shared/features/insured-persons/consent.ts'
import type { Contact } from '#shared/features/insured-persons/contact.ts'
import type { ContactChange } from '#shared/features/insured-persons/contact-change.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import type { Call } from '#shared/features/telephony/call.ts'

/** The one organisation of the model. */
export const MODEL_ORG = '00000000-0000-7000-8000-00000000000a'

/** Which scopes hold a record, by the rules named at `scopeName` in `shared/protocol/pull.ts`. */
export function scopesOfRecord(
  kind: string,
  data: unknown,
  read: (kind: string, id: string) => unknown,
): readonly string[] {
  const clinicOf = (personId: string): string | null =>
    (read('insuredPerson', personId) as InsuredPerson | undefined)?.clinicId ?? null
  switch (kind) {
    case 'insuredPerson':
      return [`registry:${(data as InsuredPerson).clinicId}`]
    case 'contact': {
      const { clinicId, createdBy } = data as Contact
      return [clinicId === null ? `own:${createdBy}` : `registry:${clinicId}`]
    }
    case 'consent': {
      const { personId, takenBy } = data as Consent
      const clinicId = clinicOf(personId)
      return [clinicId === null ? `own:${takenBy}` : `registry:${clinicId}`]
    }
    case 'contactChange': {
      const { personId, by } = data as ContactChange
      const clinicId = clinicOf(personId)
      return [clinicId === null ? `own:${by}` : `registry:${clinicId}`]
    }
    case 'informing': {
      const { personId, userId } = data as Informing
      const clinicId = clinicOf(personId)
      return [clinicId === null ? `own:${userId}` : `registry:${clinicId}`]
    }
    case 'appeal': {
      const { clinicId, concernsId, takenBy } = data as Appeal
      const about = clinicId ?? (concernsId === null ? null : clinicOf(concernsId))
      return [about === null ? `own:${takenBy}` : `journal:${about}`]
    }
    case 'call':
    case 'scriptRun':
    case 'surveyResponse':
      return [`own:${(data as Call | ScriptRun | SurveyResponse).userId}`, `team:${MODEL_ORG}`]
    default:
      return [`reference:${MODEL_ORG}`]
  }
}
