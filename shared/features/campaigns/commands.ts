import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { personId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { attemptOutcome, type CampaignContact, contactId, type SurveyCampaign } from './campaign.ts'
import { afterAttempt } from './contact-rules.ts'

const recordAttemptArgs = z.object({
  campaignId: z.uuid(),
  personId,
  outcome: attemptOutcome,
  /** `callBack`: the instant that the person named. */
  callBackAt: z.iso.datetime().nullable(),
})
export type RecordAttemptArgs = z.infer<typeof recordAttemptArgs>

/** What a call for a campaign came to (REQUIREMENTS C8); works without the network, a late one is kept all the same. */
export const recordAttempt = defineCommand<RecordAttemptArgs>({
  name: 'campaigns.recordAttempt',
  version: 1,
  args: recordAttemptArgs,
  allow: (actor, { outcome, callBackAt }) => {
    if (actor.role === 'AD') return refuse('rights.notAllowed')
    return (outcome === 'callBack') === (callBackAt !== null) ? null : refuse('campaigns.callBackTime', 'callBackAt')
  },
  touches: (args) => [{ kind: 'campaignContact', id: contactId(args.campaignId, args.personId) }],
  dependsOn: (args) => [{ kind: 'surveyCampaign', id: args.campaignId }],
  apply: (context, args) => {
    const id = contactId(args.campaignId, args.personId)
    const contact = context.read('campaignContact', id) as CampaignContact | undefined
    const campaign = context.read('surveyCampaign', args.campaignId) as SurveyCampaign | undefined
    if (contact === undefined) return err(refuse('record.notFound', 'personId'))
    const attempt = { at: context.occurredAt, outcome: args.outcome, by: context.actor.userId }
    const after = afterAttempt(contact, attempt, args.callBackAt, campaign?.attemptsMax ?? 1)
    return ok([{ kind: 'campaignContact', id, data: after }])
  },
})

export const campaignsCommands = [recordAttempt] as const
