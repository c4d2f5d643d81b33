import { z } from 'zod'
import { type IdentityLevel, identityLevel, isAtLeast } from './identity.ts'

/** A question the walker answers itself from what is known about the call and the person. Absent = false. */
export const scriptFact = z.enum([
  'personKnown',
  'checkUpDue',
  'inbound',
  'complaint',
  'online',
  'stageTwoDue',
  'lowMobility',
  'priorityRight',
  'supportConsent',
])
export type ScriptFact = z.infer<typeof scriptFact>

/** A number known of the person or the call: full years reached in the calendar year, local hour 0–23. */
export const scriptQuantity = z.enum(['person.age', 'call.hour'])
export type ScriptQuantity = z.infer<typeof scriptQuantity>

/** What is known about the call when a condition is asked. A condition on what is not known does not hold. */
export interface ScriptFacts extends Readonly<Partial<Record<ScriptFact, boolean>>> {
  readonly quantities?: Readonly<Partial<Record<ScriptQuantity, number>>>
  readonly sex?: 'male' | 'female'
  /** Answers counted so far by quota. */
  readonly quotaCounts?: Readonly<Record<string, number>>
}

/**
 * A condition as data: methodologists write it, no code runs. `answer` asks an earlier answer of the path (a choice, a form, how an
 * inner script ended); `identity` how sure the representative is who speaks; `quota` whether the group of this person is full.
 */
export type ScriptCondition =
  | { readonly fact: ScriptFact }
  | { readonly answer: string; readonly anyOf: readonly string[] }
  | { readonly identity: IdentityLevel }
  | { readonly quantity: ScriptQuantity; readonly from?: number | undefined; readonly to?: number | undefined }
  | { readonly sex: 'male' | 'female' }
  | { readonly quota: string }
  | { readonly all: readonly ScriptCondition[] }
  | { readonly any: readonly ScriptCondition[] }
  | { readonly not: ScriptCondition }

const several = z.lazy(() => z.array(scriptCondition).min(1).max(8))
export const scriptCondition: z.ZodType<ScriptCondition> = z.union([
  z.strictObject({ fact: scriptFact }),
  z.strictObject({ answer: z.string().max(60), anyOf: z.array(z.string().max(60)).min(1).max(30) }),
  z.strictObject({ identity: identityLevel }),
  /** Both bounds belong to the range. */
  z.strictObject({ quantity: scriptQuantity, from: z.number().optional(), to: z.number().optional() }),
  z.strictObject({ sex: z.enum(['male', 'female']) }),
  z.strictObject({ quota: z.string().max(60) }),
  z.strictObject({ all: several }),
  z.strictObject({ any: several }),
  z.strictObject({ not: z.lazy(() => scriptCondition) }),
])

/** A group of people of whom a survey needs no more than `limit`. */
export const scriptQuota = z.object({
  id: z.string().max(60),
  title: z.string().max(120),
  limit: z.number().int().min(1).max(1_000_000),
  when: scriptCondition,
})
export type ScriptQuota = Readonly<z.infer<typeof scriptQuota>>

/** Values of a step that takes several answers, as stored: joined by commas in the order of the options. */
export function severalValues(value: string): string[] {
  return value === '' ? [] : value.split(',')
}

/** What a condition may look at. */
export interface ConditionSite {
  readonly facts: ScriptFacts
  /** Answers of the path by step. */
  readonly answers: ReadonlyMap<string, string>
  readonly identity: IdentityLevel
  readonly quotas: ReadonlyMap<string, ScriptQuota>
}

export function holds(condition: ScriptCondition, site: ConditionSite): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, site))
  if ('any' in condition) return condition.any.some((part) => holds(part, site))
  if ('not' in condition) return !holds(condition.not, site)
  if ('fact' in condition) return site.facts[condition.fact] === true
  if ('identity' in condition) return isAtLeast(site.identity, condition.identity)
  if ('sex' in condition) return site.facts.sex === condition.sex
  if ('quantity' in condition) {
    const value = site.facts.quantities?.[condition.quantity]
    return value !== undefined && value >= (condition.from ?? -Infinity) && value <= (condition.to ?? Infinity)
  }
  if ('quota' in condition) {
    const quota = site.quotas.get(condition.quota)
    if (quota === undefined || (site.facts.quotaCounts?.[quota.id] ?? 0) < quota.limit) return false
    return holds(quota.when, site)
  }
  const given = site.answers.get(condition.answer)
  return given !== undefined && severalValues(given).some((value) => condition.anyOf.includes(value))
}

/** The atoms of a condition, those of the quotas it names included. */
export function atomsOf(
  condition: ScriptCondition,
  quotas: ReadonlyMap<string, ScriptQuota>,
): readonly ScriptCondition[] {
  if ('all' in condition) return condition.all.flatMap((part) => atomsOf(part, quotas))
  if ('any' in condition) return condition.any.flatMap((part) => atomsOf(part, quotas))
  if ('not' in condition) return atomsOf(condition.not, quotas)
  const quota = 'quota' in condition ? quotas.get(condition.quota) : undefined
  return quota === undefined ? [condition] : [condition, ...atomsOf(quota.when, quotas)]
}

/** True when the outcome may change while the call goes on, without any answer of the path having changed. */
export function asksContext(condition: ScriptCondition, quotas: ReadonlyMap<string, ScriptQuota>): boolean {
  return atomsOf(condition, quotas).some((atom) => !('answer' in atom) && !('identity' in atom))
}

/** The same condition with the names of steps and quotas changed, for a script that is put inside another. */
export function renameIn(condition: ScriptCondition, at: (id: string) => string): ScriptCondition {
  if ('all' in condition) return { all: condition.all.map((part) => renameIn(part, at)) }
  if ('any' in condition) return { any: condition.any.map((part) => renameIn(part, at)) }
  if ('not' in condition) return { not: renameIn(condition.not, at) }
  if ('answer' in condition) return { ...condition, answer: at(condition.answer) }
  return 'quota' in condition ? { quota: at(condition.quota) } : condition
}
