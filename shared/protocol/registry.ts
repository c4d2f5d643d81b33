import type { z } from 'zod'
import { type Appeal, appeal } from '../features/appeals/appeal.ts'
import { type AppealClassifier, appealClassifier } from '../features/appeals/classifier.ts'
import { appealsCommands } from '../features/appeals/commands.ts'
import { callScriptsCommands } from '../features/call-scripts/commands.ts'
import { type ScriptRun, scriptRun } from '../features/call-scripts/run.ts'
import { type CallScript, callScript } from '../features/call-scripts/script.ts'
import { type SurveyResponse, surveyResponse } from '../features/call-scripts/survey-response.ts'
import { type Assistance, assistance } from '../features/clinics/assistance.ts'
import { type Booking, booking } from '../features/clinics/booking.ts'
import { type Clinic, clinic } from '../features/clinics/clinic.ts'
import { clinicsCommands } from '../features/clinics/commands.ts'
import { type SlotDay, slotDay } from '../features/clinics/slot-day.ts'
import { complaintsCommands } from '../features/complaints/commands.ts'
import { type ComplaintCase, complaintCase } from '../features/complaints/complaint-case.ts'
import { expertiseCommands } from '../features/expertise/commands.ts'
import {
  type Expertise,
  type ExpertiseFindings,
  expertise,
  expertiseFindings,
} from '../features/expertise/expertise.ts'
import { handedMattersCommands } from '../features/handed-matters/commands.ts'
import { type HandedMatter, handedMatter } from '../features/handed-matters/handed-matter.ts'
import { insuredPersonsCommands } from '../features/insured-persons/commands.ts'
import { type Consent, consent } from '../features/insured-persons/consent.ts'
import { type Contact, contact } from '../features/insured-persons/contact.ts'
import { type ContactChange, contactChange } from '../features/insured-persons/contact-change.ts'
import { type InsuredPerson, insuredPerson } from '../features/insured-persons/person.ts'
import { type KnowledgeArticle, knowledgeArticle } from '../features/knowledge/article.ts'
import { type ArticleVote, articleVote, knowledgeCommands } from '../features/knowledge/vote.ts'
import { preventiveCareCommands } from '../features/preventive-care/commands.ts'
import { type Informing, informing } from '../features/preventive-care/informing.ts'
import { type Representative, representative } from '../features/staff/representative.ts'
import { type CallReview, callReview } from '../features/supervision/call-review.ts'
import { supervisionCommands } from '../features/supervision/commands.ts'
import { type AgentSpan, agentSpan } from '../features/telephony/agent-span.ts'
import { type Call, call } from '../features/telephony/call.ts'
import { telephonyCommands } from '../features/telephony/commands.ts'
import { type WorkClaim, workClaim, workQueuesCommands } from '../features/work-queues/claim.ts'
import type { CommandDefinition } from '../kernel/command.ts'
import { commandKey } from '../kernel/command.ts'

/** Every kind of record that travels, with the type of its data. The only file that sees all slices. */
export interface RecordTypes {
  insuredPerson: InsuredPerson
  contact: Contact
  informing: Informing
  appeal: Appeal
  call: Call
  scriptRun: ScriptRun
  callScript: CallScript
  appealClassifier: AppealClassifier
  clinic: Clinic
  representative: Representative
  complaintCase: ComplaintCase
  expertise: Expertise
  expertiseFindings: ExpertiseFindings
  callReview: CallReview
  booking: Booking
  slotDay: SlotDay
  assistance: Assistance
  consent: Consent
  contactChange: ContactChange
  workClaim: WorkClaim
  surveyResponse: SurveyResponse
  knowledgeArticle: KnowledgeArticle
  handedMatter: HandedMatter
  articleVote: ArticleVote
  agentSpan: AgentSpan
}
export type RecordKind = keyof RecordTypes

export const RECORD_SCHEMAS: { readonly [K in RecordKind]: z.ZodType<RecordTypes[K]> } = {
  insuredPerson,
  contact,
  informing,
  appeal,
  call,
  scriptRun,
  callScript,
  appealClassifier,
  clinic,
  representative,
  complaintCase,
  expertise,
  expertiseFindings,
  callReview,
  booking,
  slotDay,
  assistance,
  consent,
  contactChange,
  workClaim,
  surveyResponse,
  knowledgeArticle,
  handedMatter,
  articleVote,
  agentSpan,
}

/** Kinds kept as pages on the desk: large and mostly read. The others are rows. */
export const PAGED_KINDS: readonly RecordKind[] = ['insuredPerson', 'appeal']

const COMMANDS: readonly CommandDefinition[] = [
  ...insuredPersonsCommands,
  ...appealsCommands,
  ...telephonyCommands,
  ...callScriptsCommands,
  ...preventiveCareCommands,
  ...complaintsCommands,
  ...expertiseCommands,
  ...supervisionCommands,
  ...clinicsCommands,
  ...workQueuesCommands,
  ...handedMattersCommands,
  ...knowledgeCommands,
]

const BY_KEY = new Map(COMMANDS.map((command) => [commandKey(command), command]))

/** The definition of `name@version`, or undefined when this side does not know it (an older server or desk). */
export function findCommand(key: string): CommandDefinition | undefined {
  return BY_KEY.get(key)
}

export function allCommands(): readonly CommandDefinition[] {
  return COMMANDS
}
