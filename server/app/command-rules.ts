import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { registerAppealRules } from '#server/features/appeals/register-rules.ts'
import { recordRunRules } from '#server/features/call-scripts/run-rules.ts'
import { recordSurveyRules } from '#server/features/call-scripts/survey-rules.ts'
import { recordAttemptRules } from '#server/features/campaigns/attempt-rules.ts'
import { assistRules, bookRules, settleRules } from '#server/features/clinics/visit-rules.ts'
import { recordExpertiseRules } from '#server/features/expertise/expertise-rules.ts'
import { handMatterOverRules } from '#server/features/handed-matters/hand-over-rules.ts'
import { consentRules, correctContactRules } from '#server/features/insured-persons/consent-rules.ts'
import { createContactRules } from '#server/features/insured-persons/contact-rules.ts'
import { recordInformingRules } from '#server/features/preventive-care/informing-rules.ts'
import { reviewCallRules } from '#server/features/supervision/review-rules.ts'
import { promiseCallBackRules } from '#server/features/telephony/call-back-rules.ts'
import { callRules } from '#server/features/telephony/call-rules.ts'
import type { Config } from '#server/platform/config.ts'
import type { CommandRules } from '#server/sync/push.ts'
import { answerTerms } from '#shared/features/appeals/answer-terms.ts'
import { consentTexts } from '#shared/features/insured-persons/consent.ts'
import { caseCommandRules } from './case-command-rules.ts'
import { reactToAppeal } from './case-reactions.ts'
import { readLegalReference } from './legal-reference.ts'
import { markLateness, reactToBooking, reactToInforming, reactToWithdrawal } from './reactions.ts'
import { SCORE_CARDS } from './supervision-reference.ts'
import { reactToAttempt } from './survey-claims.ts'
import { readSurveyReference } from './survey-reference.ts'

const REFERENCE = join(import.meta.dirname, '../../assets/reference')

/** What the server adds to the shared commands, by `name@version`. */
export function commandRules(config: Config, kinds: RecordKinds): ReadonlyMap<string, CommandRules> {
  const terms = answerTerms.parse(readReference('appeal-answer-terms.ru.json'))
  const texts = consentTexts.parse(readReference('consent-texts.ru.json'))
  const legal = readLegalReference()
  return new Map<string, CommandRules>([
    [
      'appeals.register@1',
      {
        ...registerAppealRules({ terms, zoneOffsetMinutes: config.zoneOffsetMinutes }),
        react: reactToAppeal(config.zoneOffsetMinutes),
      },
    ],
    ['handedMatters.handOver@1', handMatterOverRules()],
    ['insuredPersons.createContact@1', createContactRules()],
    ['telephony.recordCall@1', callRules()],
    ['telephony.wrapUp@1', callRules()],
    ['telephony.promiseCallBack@1', promiseCallBackRules()],
    ['callScripts.recordRun@1', recordRunRules()],
    ['callScripts.recordSurvey@1', recordSurveyRules(readSurveyReference(), config.zoneOffsetMinutes)],
    ...caseCommandRules(config, kinds, legal),
    ['expertise.record@1', recordExpertiseRules(legal.defectCodes)],
    ['supervision.reviewCall@1', reviewCallRules(SCORE_CARDS)],
    [
      'preventiveCare.recordInforming@1',
      recordInformingRules({ complete: markLateness(kinds), react: reactToInforming(kinds) }),
    ],
    ['campaigns.recordAttempt@1', recordAttemptRules(reactToAttempt(kinds))],
    ['clinics.book@1', bookRules(reactToBooking(kinds))],
    ['clinics.giveTime@1', settleRules(kinds, reactToBooking(kinds))],
    ['clinics.settleBooking@1', settleRules(kinds, reactToBooking(kinds))],
    ['clinics.assist@1', assistRules()],
    ['insuredPersons.correctContact@1', correctContactRules()],
    ['insuredPersons.giveConsent@1', consentRules({ texts })],
    ['insuredPersons.withdrawConsent@1', consentRules({ react: reactToWithdrawal(kinds) })],
  ])
}

function readReference(file: string): unknown {
  return JSON.parse(readFileSync(join(REFERENCE, file), 'utf8'))
}
