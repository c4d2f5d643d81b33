import { useText } from '#renderer/i18n/i18n.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { dueFor, preventiveCareRules } from '#shared/features/preventive-care/eligibility.ts'
import rulesFile from '../../../assets/reference/preventive-care-rules.ru.json'

const RULES = preventiveCareRules.parse(rulesFile)

/** Why preventive care is due to a person this year or not, in words of the rules in force (C6, P1). */
export function usePreventionWhy(person: InsuredPerson): string {
  const t = useText('preventiveCare')
  const { why } = dueFor(person, person.prevention.year, RULES)
  // The key is one of several with different placeholders; `dueFor` gives each its own.
  return (t as (key: string, args: object) => string)(why.key, why.args)
}
