import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { userId, uuid } from '../../kernel/ids.ts'
import { requiredLine } from '../../kernel/text.ts'
import { type RequiredPhrase, requiredPhrase } from './lint-fault.ts'
import { callScript } from './script.ts'
import { surveyScale } from './survey-scale.ts'

/** Most steps of one script; the largest of the product has 60. */
export const STEPS_MAX = 600
export const COMMENT_MAX = 1_000
export const TITLE_MAX = 120

/** Stands in runs and in the ids of records, so it is short and plain. */
export const scriptId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'scriptDraft.idInvalid' })
  .max(60)

/** What PostgreSQL keeps in no text: the zero character and halves of a pair. JSON writes just these by their numbers. */
const UNSTORABLE = /\\u(0000|d[89a-f][0-9a-f]{2})/

/** What a methodologist writes of a script; version, dates and approval come with its publication. */
export const scriptContent = callScript
  .omit({ version: true, effectiveFrom: true, effectiveTo: true, author: true, approvedBy: true, approvedOn: true })
  .extend({ id: scriptId, title: requiredLine(TITLE_MAX), nodes: callScript.shape.nodes.max(STEPS_MAX) })
  .refine((content) => !UNSTORABLE.test(JSON.stringify(content)), { error: 'input.notStorable' })
export type ScriptContent = Readonly<z.infer<typeof scriptContent>>

/**
 * `draft` is written at · `inReview` waits for a second person · `approved` waits for its publication · `published` has become a version ·
 * `dropped` was given up. The last two are ends.
 */
export const draftState = z.enum(['draft', 'inReview', 'approved', 'published', 'dropped'])
export type DraftState = z.infer<typeof draftState>

export const draftComment = z.object({
  id: uuid,
  /** The step it is about; null for the script as a whole. */
  nodeId: z.string().nullable(),
  text: z.string(),
  byName: z.string(),
  at: z.string(),
  isDone: z.boolean(),
})
export type DraftComment = Readonly<z.infer<typeof draftComment>>

/** A draft as lists show it. */
export const draftSummary = z.object({
  id: uuid,
  scriptId: z.string(),
  title: z.string(),
  purpose: callScript.shape.purpose,
  /** Counts every change and move, from 1; a change names the revision it was made upon. */
  revision: z.number().int(),
  state: draftState,
  /** The published version that it was begun upon; null for a new script. */
  basedOn: z.number().int().nullable(),
  /** Everybody who wrote at it: none of them may approve it. */
  authors: z.array(z.object({ userId, name: z.string() })),
  changedAt: z.string(),
  changedByName: z.string(),
  approvedByName: z.string().nullable(),
  openComments: z.number().int(),
})
export type DraftSummary = Readonly<z.infer<typeof draftSummary>>

export const scriptDraft = draftSummary.extend({
  content: scriptContent,
  comments: z.array(draftComment),
  /** The version it became; null before. */
  publishedVersion: z.number().int().nullable(),
})
export type ScriptDraft = Readonly<z.infer<typeof scriptDraft>>

/** `GET /api/scripts/drafts`: drafts that are neither published nor dropped. */
export const draftsAnswer = z.object({ drafts: z.array(draftSummary) })

/** Body of `POST /api/scripts/drafts`: a new script, one that was exported, or the next version of a published one. */
export const newDraft = z.object({
  content: scriptContent,
  basedOn: z.number().int().min(1).nullable(),
})
export type NewDraft = Readonly<z.infer<typeof newDraft>>

/** Body of `PUT /api/scripts/drafts/:id`. */
export const draftChange = z.object({ revision: z.number().int().min(1), content: scriptContent })
export type DraftChange = Readonly<z.infer<typeof draftChange>>

const step = <Name extends string>(name: Name) => z.object({ step: z.literal(name), revision: z.number().int().min(1) })

/** Body of `POST /api/scripts/drafts/:id/move`. */
export const draftMove = z.discriminatedUnion('step', [
  step('submit'),
  step('takeBack'),
  step('sendBack'),
  step('approve'),
  step('publish').extend({ effectiveFrom: localDate }),
  step('drop'),
])
export type DraftMove = Readonly<z.infer<typeof draftMove>>

/** Body of `POST /api/scripts/drafts/:id/comments`. */
export const newComment = z.object({ nodeId: z.string().max(60).nullable(), text: requiredLine(COMMENT_MAX) })

/** Body of `POST /api/scripts/versions/:scriptId/:version`: no longer in force from today, or published anew as it was. */
export const versionMove = z.object({ step: z.enum(['withdraw', 'restore']) })
export type VersionMove = Readonly<z.infer<typeof versionMove>>

/** `GET /api/scripts/rules`: what a draft is held against, the same at the desk and at the server. */
export const scriptRules = z.object({
  phrases: z.array(requiredPhrase),
  scales: z.array(surveyScale),
  themes: z.array(z.string()),
})
export type ScriptRules = Readonly<z.infer<typeof scriptRules>>

/** How they are looked up while linting. */
export function lintRulesOf({ phrases, scales, themes }: ScriptRules): {
  readonly phrases: readonly RequiredPhrase[]
  readonly scales: ScriptRules['scales']
  readonly themes: ReadonlySet<string>
} {
  return { phrases, scales, themes: new Set(themes) }
}

/** Who moves a draft, by rights. */
export interface DraftActor {
  readonly userId: string
  readonly mayWrite: boolean
  readonly mayApprove: boolean
}

interface MoveRule {
  readonly from: readonly DraftState[]
  readonly to: DraftState
  readonly needs: 'mayWrite' | 'mayApprove'
}

const OPEN: readonly DraftState[] = ['draft', 'inReview', 'approved']
const MOVES: Readonly<Record<DraftMove['step'], MoveRule>> = {
  submit: { from: ['draft'], to: 'inReview', needs: 'mayWrite' },
  takeBack: { from: ['inReview', 'approved'], to: 'draft', needs: 'mayWrite' },
  sendBack: { from: ['inReview'], to: 'draft', needs: 'mayApprove' },
  approve: { from: ['inReview'], to: 'approved', needs: 'mayApprove' },
  publish: { from: ['approved'], to: 'published', needs: 'mayWrite' },
  drop: { from: OPEN, to: 'dropped', needs: 'mayWrite' },
}

/** Steps for which the script must be without faults. */
export const FAULTLESS_STEPS: readonly DraftMove['step'][] = ['submit', 'approve', 'publish']

export function stateAfter(move: DraftMove['step']): DraftState {
  return MOVES[move].to
}

/**
 * Why a draft may not go this step, or null: `rights.notAllowed`, `scriptDraft.notNow`, `scriptDraft.ownApproval` (REQUIREMENTS S10: nobody
 * approves their own words). The desk asks it to show only what can be done, the server decides by it.
 */
export function moveProblem(
  draft: { readonly state: DraftState; readonly authors: readonly { readonly userId: string }[] },
  move: DraftMove['step'],
  actor: DraftActor,
): Refusal | null {
  const rule = MOVES[move]
  if (!actor[rule.needs]) return refuse('rights.notAllowed')
  if (!rule.from.includes(draft.state)) return refuse('scriptDraft.notNow')
  const isOwn = draft.authors.some((author) => author.userId === actor.userId)
  return move === 'approve' && isOwn ? refuse('scriptDraft.ownApproval') : null
}
