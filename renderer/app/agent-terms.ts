import { todayHere } from '#renderer/i18n/today.ts'
import { type AgentTerms, agentTerms, agentTermsOn } from '#shared/features/telephony/agent-terms.ts'
import termsFile from '../../assets/reference/agent-state-terms.ru.json'

const TERMS = agentTerms.parse(termsFile)

/** How long states may last, by the terms of the day of an instant in milliseconds. */
export function agentTermsAt(nowMs: number): AgentTerms {
  return agentTermsOn(TERMS, todayHere(nowMs))
}
