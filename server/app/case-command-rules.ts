import type { RecordKinds } from '#server/db/record-kind.ts'
import {
  assignCaseRules,
  extendCaseRules,
  openCaseRules,
  requestRecordsRules,
} from '#server/features/complaints/case-rules.ts'
import type { Config } from '#server/platform/config.ts'
import type { CommandRules } from '#server/sync/push.ts'
import { complaintsCommands } from '#shared/features/complaints/commands.ts'
import { commandKey } from '#shared/kernel/command.ts'
import { reactToCase } from './case-reactions.ts'
import type { LegalData } from './legal-reference.ts'

/** Server rules of every command of the slice: all of them tell the appeal what became of its case. */
export function caseCommandRules(config: Config, kinds: RecordKinds, legal: LegalData): Map<string, CommandRules> {
  const react = reactToCase(kinds, legal)
  const context = { reference: legal, zoneOffsetMinutes: config.zoneOffsetMinutes }
  const own = new Map<string, CommandRules>([
    ['complaints.open@1', openCaseRules(context, react)],
    ['complaints.assign@1', assignCaseRules(react)],
    ['complaints.extend@1', extendCaseRules(context, react)],
    ['complaints.requestRecords@1', requestRecordsRules(react)],
  ])
  return new Map(complaintsCommands.map(commandKey).map((key) => [key, own.get(key) ?? { react }]))
}
