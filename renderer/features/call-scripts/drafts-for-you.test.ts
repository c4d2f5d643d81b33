import { expect, it } from 'vitest'
import type { DraftSummary } from '#shared/features/call-scripts/script-draft.ts'
import { draftsForYou } from './drafts-for-you.ts'

const ME = '0193a000-0000-7000-8000-00000000000a'
const OTHER = '0193a000-0000-7000-8000-00000000000b'

function aDraft(id: string, state: DraftSummary['state'], author: string, openComments = 0): DraftSummary {
  return { id, state, openComments, authors: [{ userId: author, name: '' }] } as unknown as DraftSummary
}

it('[S10] a draft waits for who may approve it, who may publish it, and whoever it was sent back to with comments', () => {
  const drafts = [
    aDraft('back', 'draft', ME, 2),
    aDraft('mine', 'inReview', ME),
    aDraft('theirs', 'inReview', OTHER),
    aDraft('ready', 'approved', ME),
    aDraft('written', 'draft', ME),
    aDraft('others', 'draft', OTHER, 1),
  ]
  const callsOf = (mayWrite: boolean) =>
    draftsForYou(drafts, { userId: ME, mayWrite, mayApprove: true }).map(({ draft, call }) => [draft.id, call])
  expect(callsOf(true)).toEqual([
    ['theirs', 'toApprove'],
    ['ready', 'toPublish'],
    ['back', 'sentBack'],
  ])
  expect(callsOf(false)).toEqual([
    ['theirs', 'toApprove'],
    ['back', 'sentBack'],
  ])
  expect(draftsForYou(drafts, { userId: ME, mayWrite: false, mayApprove: false })).toEqual([
    { draft: drafts[0], call: 'sentBack' },
  ])
})
