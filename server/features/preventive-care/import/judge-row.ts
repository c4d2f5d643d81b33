import type { KnownPerson } from '#shared/features/preventive-care/import/known-person.ts'
import { changesOf, type ListChange } from '#shared/features/preventive-care/import/list-changes.ts'
import type { ListRow } from '#shared/features/preventive-care/import/list-row.ts'
import { compare, type DoubtfulPair, matchPerson } from '#shared/features/preventive-care/import/match-person.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** What the preview says of a row. */
export interface Judgement {
  readonly kind: 'new' | 'changed' | 'unchanged' | 'doubtful' | 'wrong'
  readonly personId: string | null
  readonly changes: readonly ListChange[]
  readonly pairs: readonly DoubtfulPair[]
  readonly problems: readonly Refusal[]
}

export interface JudgementSite {
  readonly clinicId: string
  readonly insurerCode: string
  readonly year: number
  /** Insurer of a policy that others insure. */
  readonly insurerOf: (policy: string) => string | undefined
}

/**
 * Places a row: new, changed, unchanged, doubtful or wrong. Who is attached to another clinic is never shown to the one that sent the
 * list: only that it is so (REQUIREMENTS P2, identification of insurer and attachment).
 */
export function judgeRow(row: ListRow, candidates: readonly KnownPerson[], site: JudgementSite): Judgement {
  const isHere = (person: KnownPerson): boolean =>
    person.clinicId === site.clinicId && person.insurerCode === site.insurerCode
  const elsewhere = candidates.filter((person) => !isHere(person)).find((person) => sharesIdentifier(row, person))
  if (elsewhere !== undefined) return wrong(elsewhereProblem(elsewhere, site))
  const here = candidates.filter(isHere)
  const verdict = matchPerson(row, here)
  switch (verdict.kind) {
    case 'same': {
      const person = here.find(({ id }) => id === verdict.personId)
      return person === undefined ? wrong(refuse('record.notFound')) : judgeKnown(row, person, site)
    }
    case 'doubtful':
      return { kind: 'doubtful', personId: null, changes: [], pairs: verdict.pairs, problems: [] }
    case 'new':
      return judgeNew(row, site)
  }
}

function judgeKnown(row: ListRow, person: KnownPerson, site: JudgementSite): Judgement {
  if (person.status !== 'attached') return wrong(refuse('imports.personLeft', undefined, { status: person.status }))
  const changes = changesOf(row, person, site.year)
  return { kind: changes.length === 0 ? 'unchanged' : 'changed', personId: person.id, changes, pairs: [], problems: [] }
}

/** A person whom the registry does not know is taken in only with what a card must have. */
function judgeNew(row: ListRow, site: JudgementSite): Judgement {
  if (row.policy === null) return wrong(refuse('imports.policyNeeded', 'policyNumber'))
  const insurer = site.insurerOf(row.policy.number)
  if (insurer !== undefined) return wrong(refuse('imports.insuredElsewhere', 'policyNumber', { insurer }))
  if (row.sex === null) return wrong(refuse('imports.sexUnknown', 'sex'))
  return { kind: 'new', personId: null, changes: [], pairs: [], problems: [] }
}

function sharesIdentifier(row: ListRow, person: KnownPerson): boolean {
  const { policy, snils } = compare(row, person)
  return policy === 'same' || snils === 'same'
}

function elsewhereProblem(person: KnownPerson, site: JudgementSite): Refusal {
  return person.insurerCode === site.insurerCode
    ? refuse('imports.attachedElsewhere')
    : refuse('imports.insuredElsewhere', 'policyNumber', { insurer: person.insurerCode })
}

function wrong(problem: Refusal): Judgement {
  return { kind: 'wrong', personId: null, changes: [], pairs: [], problems: [problem] }
}
