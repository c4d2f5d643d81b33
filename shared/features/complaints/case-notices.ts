import type { ComplaintCase, NoticeKind } from './complaint-case.ts'

type OwingFacts = Pick<ComplaintCase, 'form' | 'extension' | 'forwarding' | 'notices'>

/** Letters that a case owes by what was decided, whether written or not; nothing for oral appeals. */
export function noticesOwed({ form, extension, forwarding }: OwingFacts): readonly NoticeKind[] {
  if (form === 'oral') return []
  return [
    ...(extension === null ? [] : (['extension'] as const)),
    ...(forwarding === null ? [] : (['forwarding', 'forwardingNotice'] as const)),
  ]
}

/** Those of them that have not gone out yet. */
export function noticesOpen(facts: OwingFacts): readonly NoticeKind[] {
  return noticesOwed(facts).filter((kind) => facts.notices?.[kind]?.sentOn == null)
}
