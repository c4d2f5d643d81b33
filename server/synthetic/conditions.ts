import { CHRONIC, type Condition } from './shares.ts'

/** Chronic conditions of a person are a bit set in this order. */
export const CONDITIONS = Object.keys(CHRONIC) as Condition[]
export function hasCondition(mask: number, condition: Condition): boolean {
  return (mask & (1 << CONDITIONS.indexOf(condition))) !== 0
}
export const HEART_AND_VESSELS: readonly Condition[] = ['ischaemia', 'fibrillation', 'heartFailure', 'cerebrovascular']
export function hasHeartDisease(mask: number): boolean {
  return HEART_AND_VESSELS.some((condition) => hasCondition(mask, condition))
}
