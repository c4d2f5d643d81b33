import { addressLine, waysLine } from '#renderer/features/insured-persons/person-words.ts'
import { textsOf } from '#renderer/i18n/i18n.ts'
import type { DeskReads, NeedsYouItem } from '#renderer/sync/desk-data.ts'
import type { ContactCorrection } from '#shared/features/insured-persons/contact-change.ts'
import type { ReachWay } from '#shared/features/insured-persons/person.ts'
import type { CallReview } from '#shared/features/supervision/call-review.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import type { FieldConflict } from '#shared/protocol/field-merge.ts'

/** A field in conflict in words: what was there, what this user wrote, and what stands there now, by whom and when. */
export interface ConflictWords {
  /** Name of the field in the command, and in words. */
  readonly name: string
  readonly field: string
  readonly seen: string
  readonly mine: string
  readonly theirs: string
  /** Name of the colleague; empty when this desk does not know. */
  readonly by: string
  readonly at: string | null
}

/** Names of colleagues and the history of the record come from the local store: the words are there without the network too. */
export async function conflictWords(reads: DeskReads, item: NeedsYouItem): Promise<readonly ConflictWords[]> {
  const staff = await reads.records('representative')
  const nameOf = (id: string): string => staff.find((it) => it.id === id)?.data.name ?? ''
  return Promise.all(
    item.merge.conflicts.map(async (conflict) => {
      const made = await lastChange(reads, item, conflict)
      return {
        name: conflict.edit.field,
        ...valuesOf(conflict, item, nameOf),
        by: made === null ? '' : nameOf(made.by),
        at: made?.at ?? null,
      }
    }),
  )
}

function valuesOf(
  { edit, seen, now, wanted }: FieldConflict,
  item: NeedsYouItem,
  nameOf: (id: string) => string,
): Pick<ConflictWords, 'field' | 'seen' | 'mine' | 'theirs'> {
  const t = textsOf('insuredPersons')
  const say = (field: string, words: (value: unknown) => string) => ({
    field,
    seen: words(seen),
    mine: words(wanted),
    theirs: words(now),
  })
  const [name, part] = edit.field.split('.')
  switch (name) {
    case 'email':
      return say(t('data.email'), (value) => (typeof value === 'string' && value !== '' ? value : EMPTY))
    case 'preferredWays':
      return say(t('data.ways'), (value) => waysLine((value ?? []) as ReachWay[]) || t('data.ways.any'))
    case 'address':
      return say(t('data.address'), (value) => (value === null ? EMPTY : addressLine(value as never)))
    case 'phoneValid':
      return say(phoneOf(item.args), (value) =>
        value === null ? EMPTY : t(value === true ? 'data.phone.right' : 'data.phone.wrong'),
      )
    case 'consents': {
      const kind = (['informing', 'sms', 'support', 'personalData'] as const).find((it) => it === part)
      return say(kind === undefined ? t('consents.title') : t(`consent.kind.${kind}`), (value) =>
        t(`consent.state.${value === 'given' ? 'given' : value === 'withdrawn' ? 'withdrawn' : 'none'}`),
      )
    }
    case 'assignedTo':
      return say(textsOf('sync')('conflict.assignedTo'), (value) =>
        typeof value === 'string' ? nameOf(value) || EMPTY : textsOf('sync')('conflict.nobody'),
      )
    case 'decision':
      return part === 'justified'
        ? say(textsOf('complaints')('decision.which'), (value) =>
            value === null
              ? EMPTY
              : textsOf('complaints')(value === true ? 'decision.justified' : 'decision.notJustified'),
          )
        : say(textsOf('complaints')('decision.grounds'), (value) => (typeof value === 'string' ? value : EMPTY))
    case 'review':
      return say(textsOf('sync')('command.supervision.reviewCall'), reviewWords)
    default:
      return say(edit.field, (value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  }
}

const EMPTY = '—'

/** A review by what was written in it; its marks are compared where the call is played. */
function reviewWords(value: unknown): string {
  if (value === null) return EMPTY
  const { comments, summary } = value as Pick<CallReview, 'comments' | 'summary'>
  return [summary, ...comments.map(({ text }) => text)].filter(Boolean).join('; ') || EMPTY
}

function phoneOf(args: unknown): string {
  const { correction } = args as { readonly correction?: ContactCorrection }
  return correction !== undefined && 'number' in correction ? formatPhone(correction.number) : ''
}

/** Who changed the field last and when, by the history that travels with the record; null when it is not here. */
async function lastChange(
  reads: DeskReads,
  item: NeedsYouItem,
  { edit, wanted }: FieldConflict,
): Promise<{ readonly by: string; readonly at: string } | null> {
  const newest = (changes: readonly { readonly by: string; readonly at: string }[]) =>
    [...changes].sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null
  if (edit.kind === 'complaintCase') {
    const found = await reads.record('complaintCase', edit.id)
    const steps = edit.field === 'assignedTo' ? ['assigned', 'taken'] : ['decided']
    return newest((found?.data.history ?? []).filter(({ what }) => steps.includes(what)))
  }
  if (edit.kind === 'callReview') {
    const found = await reads.record('callReview', edit.id)
    return found === null ? null : { by: found.data.reviewedBy, at: found.data.reviewedAt }
  }
  if (edit.field.startsWith('consents.')) {
    const kind = edit.field.slice('consents.'.length)
    const consents = await reads.records('consent', (it) => it.personId === edit.id && it.kind === kind)
    return newest(
      consents.flatMap(({ data: { takenBy, takenAt, withdrawal } }) => [
        ...(wanted === 'given' ? [] : [{ by: takenBy, at: takenAt }]),
        ...(withdrawal === null ? [] : [{ by: withdrawal.by, at: withdrawal.at }]),
      ]),
    )
  }
  const mine = (item.args as { readonly correction?: ContactCorrection }).correction
  const changes = await reads.records(
    'contactChange',
    (it) => it.personId === edit.id && isSameField(it.correction, mine),
  )
  return newest(changes.map(({ data }) => data))
}

function isSameField(theirs: ContactCorrection, mine: ContactCorrection | undefined): boolean {
  if (theirs.what !== mine?.what) return false
  return theirs.what !== 'markPhone' || mine.what !== 'markPhone' || theirs.number === mine.number
}
