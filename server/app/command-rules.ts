import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { registerAppealRules } from '#server/features/appeals/register-rules.ts'
import { recordRunRules } from '#server/features/call-scripts/run-rules.ts'
import { recordExpertiseRules } from '#server/features/expertise/expertise-rules.ts'
import { createContactRules } from '#server/features/insured-persons/contact-rules.ts'
import { recordInformingRules } from '#server/features/preventive-care/informing-rules.ts'
import { reviewCallRules } from '#server/features/supervision/review-rules.ts'
import { callRules } from '#server/features/telephony/call-rules.ts'
import type { Config } from '#server/platform/config.ts'
import type { CommandRules } from '#server/sync/push.ts'
import { answerTerms } from '#shared/features/appeals/answer-terms.ts'
import { caseCommandRules } from './case-command-rules.ts'
import { reactToAppeal } from './case-reactions.ts'
import { readLegalReference } from './legal-reference.ts'
import { reactToInforming } from './reactions.ts'
import { SCORE_CARDS } from './supervision-reference.ts'

const TERMS_FILE = join(import.meta.dirname, '../../assets/reference/appeal-answer-terms.ru.json')

/** What the server adds to the shared commands, by `name@version`. */
export function commandRules(config: Config, kinds: RecordKinds): ReadonlyMap<string, CommandRules> {
  const terms = answerTerms.parse(JSON.parse(readFileSync(TERMS_FILE, 'utf8')))
  const legal = readLegalReference()
  return new Map<string, CommandRules>([
    [
      'appeals.register@1',
      {
        ...registerAppealRules({ terms, zoneOffsetMinutes: config.zoneOffsetMinutes }),
        react: reactToAppeal(config.zoneOffsetMinutes),
      },
    ],
    ['insuredPersons.createContact@1', createContactRules()],
    ['telephony.recordCall@1', callRules()],
    ['telephony.wrapUp@1', callRules()],
    ['callScripts.recordRun@1', recordRunRules()],
    ['preventiveCare.recordInforming@1', recordInformingRules(reactToInforming(kinds))],
    ...caseCommandRules(config, kinds, legal),
    ['expertise.record@1', recordExpertiseRules(legal.defectCodes)],
    ['supervision.reviewCall@1', reviewCallRules(SCORE_CARDS)],
  ])
}
