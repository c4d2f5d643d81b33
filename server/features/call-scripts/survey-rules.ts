import { strangerProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { RecordSurveyArgs } from '#shared/features/call-scripts/commands.ts'
import { combinationFault, type KnownCodes, type UploadRules } from '#shared/features/call-scripts/survey-upload.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** The reference data that answers are held against. */
export interface SurveyReference {
  readonly rules: UploadRules
  readonly known: KnownCodes
}

/** Refuses codes that the fund would refuse, and a talk of a day to come (DOMAIN §6): an older or a changed desk may send anything. */
export function recordSurveyRules(reference: SurveyReference, zoneOffsetMinutes: number): CommandRules {
  return {
    async check({ lookups, receivedAt }: CommandSite, args: RecordSurveyArgs): Promise<Refusal | null> {
      const today = dateOf(Date.parse(receivedAt), zoneOffsetMinutes)
      if (args.on > today) return refuse('survey.dateInFuture', 'on', { on: args.on })
      for (const { scale, codes } of args.answers) {
        const fault =
          scale === null
            ? null
            : combinationFault({ scale, codes, note: noteOf(args) }, reference.rules, reference.known)
        if (fault !== null) return fault
      }
      return strangerProblem(lookups, args.personId, 'personId')
    },
  }
}

/** What was said in words, as it stands in the column of notes. */
export function noteOf(response: Pick<RecordSurveyArgs, 'answers'>): string {
  return response.answers
    .filter((answer) => answer.text !== '')
    .map((answer) => answer.text)
    .join('; ')
}
