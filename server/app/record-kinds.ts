import { recordKinds } from '#server/db/record-kind.ts'
import { appealRecord } from '#server/features/appeals/appeal-record.ts'
import { appealClassifierRecord } from '#server/features/appeals/classifier-record.ts'
import {
  callScriptRecord,
  scriptRunRecord,
  surveyResponseRecord,
} from '#server/features/call-scripts/script-records.ts'
import { clinicRecord } from '#server/features/clinics/clinic-record.ts'
import { assistanceRecord, bookingRecord, slotDayRecord } from '#server/features/clinics/visit-records.ts'
import { complaintCaseRecord } from '#server/features/complaints/case-record.ts'
import { expertiseFindingsRecord, expertiseRecord } from '#server/features/expertise/expertise-record.ts'
import { handedMatterRecord } from '#server/features/handed-matters/handed-matter-record.ts'
import { consentRecord, contactChangeRecord } from '#server/features/insured-persons/consent-records.ts'
import { contactRecord } from '#server/features/insured-persons/contact-record.ts'
import { insuredPersonRecord } from '#server/features/insured-persons/person-record.ts'
import { knowledgeArticleRecord } from '#server/features/knowledge/article-record.ts'
import { articleVoteRecord } from '#server/features/knowledge/vote-record.ts'
import { informingRecord } from '#server/features/preventive-care/informing-record.ts'
import { representativeRecord } from '#server/features/staff/representative-record.ts'
import { callReviewRecord } from '#server/features/supervision/call-review-record.ts'
import { agentSpanRecord } from '#server/features/telephony/agent-span-record.ts'
import { callRecord } from '#server/features/telephony/call-record.ts'
import { workClaimRecord } from '#server/features/work-queues/claim-record.ts'

/** Every kind of synced record, with its table and its scopes. */
export const RECORD_KINDS = recordKinds([
  insuredPersonRecord,
  contactRecord,
  informingRecord,
  appealRecord,
  appealClassifierRecord,
  callRecord,
  scriptRunRecord,
  callScriptRecord,
  clinicRecord,
  representativeRecord,
  complaintCaseRecord,
  expertiseRecord,
  expertiseFindingsRecord,
  callReviewRecord,
  bookingRecord,
  slotDayRecord,
  assistanceRecord,
  consentRecord,
  contactChangeRecord,
  workClaimRecord,
  surveyResponseRecord,
  knowledgeArticleRecord,
  handedMatterRecord,
  articleVoteRecord,
  agentSpanRecord,
])
