/** The `n`-th made-up id, readable in a failing test: `00000000-0000-7000-8000-00000000002a` is 42. */
export function anId<Id extends string = string>(n: number): Id {
  return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as Id
}

/** Ids that stand in the records of every builder, so that records made apart fit together. */
export const CLINIC_ID = 0xc1
export const USER_ID = 0xa1
