import { FORM_DRAFTS } from '#renderer/features/appeals/intake-store.ts'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import { typedIn } from './describe-command.ts'

/** What was begun and not saved yet, by the form that it stands in. */
export type DraftKind =
  | 'appeal'
  | 'mend'
  | 'letter'
  | 'contacts'
  | 'informing'
  | 'visit'
  | 'assist'
  | 'case'
  | 'act'
  | 'review'
  | 'reply'
  | 'member'

export interface DraftItem {
  /** Key of the draft, unique. */
  readonly key: string
  readonly kind: DraftKind
  /** Id of the record that the form is about; empty for something new. */
  readonly about: string
  /** The most telling words of it. */
  readonly typed: string
}

/** Forms by the beginning of their key; the rest of the key ends with the id of the record. Longer beginnings first. */
const FORMS: readonly (readonly [string, DraftKind])[] = [
  [`${FORM_DRAFTS}mend-`, 'mend'],
  [FORM_DRAFTS, 'appeal'],
  ['contacts/', 'contacts'],
  ['informing/', 'informing'],
  ['visit/', 'visit'],
  ['assist/', 'assist'],
  ['expertise/act/', 'act'],
  ['supervision.review/', 'review'],
  ['supervision.answer/', 'reply'],
  ['staff/member/', 'member'],
  ['complaints/letter/', 'letter'],
  // Scans that wait or were picked are files, not forms.
  ['complaints/', 'case'],
]
const NOT_FORMS = ['complaints/file/', 'complaints/picked/']

/** Forms with something typed into them, for the list of drafts. What the desk keeps for itself (calls, scripts, credentials) is left out. */
export async function readDrafts(drafts: DeskDrafts): Promise<readonly DraftItem[]> {
  const found = (await drafts.keys('')).flatMap((key) => {
    const form = NOT_FORMS.some((start) => key.startsWith(start))
      ? undefined
      : FORMS.find(([start]) => key.startsWith(start))
    return form === undefined ? [] : [{ key, kind: form[1], about: aboutIn(key.slice(form[0].length), form[1]) }]
  })
  const items = await Promise.all(
    found.map(async (draft) => {
      const value = await drafts.load<unknown>(draft.key)
      return isBegun(draft.kind, value) ? [{ ...draft, typed: typeof value === 'string' ? value : typedIn(value) }] : []
    }),
  )
  return items.flat()
}

function aboutIn(rest: string, kind: DraftKind): string {
  if (rest === 'new') return ''
  const parts = rest.split('/')
  // The key of a reply ends with the revision of the review.
  return (kind === 'reply' ? parts[0] : parts.at(-1)) ?? ''
}

/** A form that was opened or saved holds a draft too, with nothing of the user's in it. */
function isBegun(kind: DraftKind, value: unknown): boolean {
  if (value === null || value === '') return false
  const fields = value as Readonly<Record<string, unknown>>
  if (kind === 'appeal' || kind === 'mend') return Array.isArray(fields['touched']) && fields['touched'].length > 0
  if (kind === 'contacts') return Boolean(fields['number']) || fields['email'] !== null || fields['address'] !== null
  return true
}
