import { personProblem } from '#server/db/actor-reach.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { CorrectContactArgs, GiveConsentArgs } from '#shared/features/insured-persons/commands.ts'
import type { ConsentTexts } from '#shared/features/insured-persons/consent.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** Contact data are corrected by who serves the person. */
export function correctContactRules(): CommandRules {
  return {
    check: ({ lookups, actor }: CommandSite, args: CorrectContactArgs): Promise<Refusal | null> =>
      personProblem(lookups, actor, 'person.look', args.personId, 'personId'),
  }
}

interface ConsentAround {
  /** Where given, only a text that was in force on the day is agreed to. */
  readonly texts?: ConsentTexts
  readonly react?: NonNullable<CommandRules['react']>
}

/** Consents are taken and withdrawn by who serves the person. */
export function consentRules({ texts, react }: ConsentAround): CommandRules {
  return {
    async check({ lookups, actor }: CommandSite, args: GiveConsentArgs): Promise<Refusal | null> {
      const unknown = await personProblem(lookups, actor, 'person.look', args.personId, 'personId')
      if (unknown || texts === undefined) return unknown
      const text = texts.find(({ kind, version }) => kind === args.kind && version === args.textVersion)
      const isInForce =
        text !== undefined && text.validFrom <= args.givenOn && (text.validTo === null || text.validTo >= args.givenOn)
      return isInForce ? null : refuse('insuredPersons.consentTextNotInForce', 'textVersion')
    },
    ...(react === undefined ? {} : { react }),
  }
}
