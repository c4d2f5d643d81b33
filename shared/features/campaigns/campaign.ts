import { z } from 'zod'
import { ageReachedIn, type LocalDate, localDate } from '../../kernel/calendar.ts'
import { clinicId, personId, userId } from '../../kernel/ids.ts'
import { requiredLine } from '../../kernel/text.ts'

/** Most people of one campaign: what a contact centre calls in a quarter. */
export const CAMPAIGN_PEOPLE_MAX = 5_000

/** States of the preventive care of the year by which people are chosen. */
export const CHOSEN_STATES = [
  'notInvited',
  'invited',
  'booked',
  'stage1Done',
  'sentToStage2',
  'stage2Done',
  'refused',
  'noShow',
] as const
/** Marks of a person by which people are chosen. */
export const CHOSEN_MARKS = ['dispensaryObservation', 'lowMobility', 'priorityRight', 'dischargeSupport'] as const

/** Whom a campaign asks, by the fields of the registry; null and empty lists are any. Several states or marks mean one of them. */
export const campaignChoice = z.object({
  clinicIds: z.array(clinicId).min(1).max(50),
  sex: z.enum(['male', 'female']).nullable(),
  /** Ages reached in the year, both included. */
  ageFrom: z.number().int().min(0).max(130),
  ageTo: z.number().int().min(0).max(130),
  due: z.enum(['checkUp', 'preventiveExamination']).nullable(),
  states: z.array(z.enum(CHOSEN_STATES)).max(CHOSEN_STATES.length),
  marks: z.array(z.enum(CHOSEN_MARKS)).max(CHOSEN_MARKS.length),
})
export type CampaignChoice = Readonly<z.infer<typeof campaignChoice>>

/** What L2 sets (REQUIREMENTS C8). Hours are local to the people asked: `hourFrom` belongs to the time, `hourTo` does not. */
export const campaignPlan = z.object({
  title: requiredLine(120),
  scriptId: z.string().min(1).max(60),
  choice: campaignChoice,
  from: localDate,
  to: localDate,
  /** Complete answers after which nobody more is called. */
  wanted: z.number().int().min(1).max(CAMPAIGN_PEOPLE_MAX),
  attemptsMax: z.number().int().min(1).max(10),
  hourFrom: z.number().int().min(0).max(23),
  hourTo: z.number().int().min(1).max(24),
})
export type CampaignPlan = Readonly<z.infer<typeof campaignPlan>>

/** A group of the survey of whom no more than `limit` are needed, with those who have answered. */
export const campaignQuota = z.object({
  id: z.string().max(60),
  title: z.string().max(120),
  limit: z.number().int().min(1),
  taken: z.number().int().min(0),
})

/** A campaign of surveys. It names nobody; the people are its contacts. */
export const surveyCampaign = campaignPlan.extend({
  id: z.uuid(),
  scriptVersion: z.number().int().min(1),
  quotas: z.array(campaignQuota).max(50),
  answered: z.number().int().min(0),
  createdBy: userId,
  createdAt: z.string(),
  closedAt: z.string().nullable(),
})
export type SurveyCampaign = Readonly<z.infer<typeof surveyCampaign>>

/** What an attempt came to. */
export const attemptOutcome = z.enum(['answered', 'notReached', 'callBack', 'refused', 'wrongNumber'])
export type AttemptOutcome = z.infer<typeof attemptOutcome>

/** `waiting` may be called; the others are closed: answered, refused for good, given up after the attempts or for want of a number. */
export const contactState = z.enum(['waiting', 'answered', 'refused', 'givenUp'])
export type ContactState = z.infer<typeof contactState>

/** One person of a campaign, with every attempt. The id is `campaign/person`. */
export const campaignContact = z.object({
  id: z.string().max(80),
  campaignId: z.uuid(),
  personId,
  clinicId,
  state: contactState,
  attempts: z.array(z.object({ at: z.string(), outcome: attemptOutcome, by: userId })).max(60),
  /** Not before this instant; null: at any time of the campaign. */
  nextAt: z.string().nullable(),
})
export type CampaignContact = Readonly<z.infer<typeof campaignContact>>

export function contactId(campaignId: string, person: string): string {
  return `${campaignId}/${person}`
}

/** Whether the registry says that this person belongs to those chosen. Held equal to the query of the server by a test. */
export function isChosen(
  person: {
    readonly clinicId: string
    readonly sex: 'male' | 'female'
    readonly birthDate: LocalDate
    readonly marks: readonly string[]
    readonly prevention: { readonly due: string; readonly state: string }
  },
  choice: CampaignChoice,
  year: number,
): boolean {
  const age = ageReachedIn(year, person.birthDate)
  return (
    choice.clinicIds.some((id) => id === person.clinicId) &&
    (choice.sex === null || choice.sex === person.sex) &&
    age >= choice.ageFrom &&
    age <= choice.ageTo &&
    (choice.due === null || choice.due === person.prevention.due) &&
    (choice.states.length === 0 || choice.states.some((state) => state === person.prevention.state)) &&
    (choice.marks.length === 0 || choice.marks.some((mark) => person.marks.includes(mark)))
  )
}
