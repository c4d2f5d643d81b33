import type { Policy } from '../../../kernel/policy-number.ts'
import type { ListRow } from './list-row.ts'

/** What the list is compared with: a card of the registry, as far as a list can touch it. */
export interface KnownPerson {
  readonly id: string
  readonly surname: string
  readonly givenName: string
  readonly patronymic: string | null
  readonly birthDate: string
  readonly sex: 'male' | 'female'
  readonly policy: Policy
  readonly snils: string | null
  readonly phones: readonly {
    readonly number: string
    readonly kind: 'mobile' | 'home' | 'work'
    readonly valid: boolean
  }[]
  readonly clinicId: string
  readonly unit: number
  readonly precinct: number
  /** Five digits of the insurer (F002). */
  readonly insurerCode: string
  readonly status: 'attached' | 'moved' | 'dead' | 'insurerChanged'
  readonly prevention: {
    readonly year: number
    readonly due: 'checkUp' | 'preventiveExamination' | 'none'
    readonly quarter: number | null
    readonly state:
      | 'notInvited'
      | 'invited'
      | 'booked'
      | 'stage1Done'
      | 'sentToStage2'
      | 'stage2Done'
      | 'refused'
      | 'noShow'
    readonly stage1On: string | null
    readonly stage2On: string | null
    readonly reason: number | null
  }
}

/** The identifiers and names of a row or a card, in the form in which equality means the same. */
export interface IdentityKeys {
  readonly policy: string | null
  readonly snils: string | null
  /** Full name and birth date. */
  readonly name: string
}

/** A policy in one form; null for one that fails its check: a wrong number proves nothing. */
export function policyKey(policy: ListRow['policy']): string | null {
  if (policy === null || policy.number === '') return null
  const plain = (text: string): string => text.replace(/[^\p{L}\d]/gu, '').toUpperCase()
  return `${policy.kind}:${plain(policy.series ?? '')}${plain(policy.number)}`
}
