import { describe, expect, it } from 'vitest'
import { changeStep } from '#shared/features/call-scripts/edit.ts'
import { lintScript } from '#shared/features/call-scripts/lint.ts'
import type { ScriptFault } from '#shared/features/call-scripts/lint-fault.ts'
import { contentOf, scriptOf } from '#shared/features/call-scripts/publication.ts'
import { sampleInner } from '#shared/features/call-scripts/sample-scripts.ts'
import type { ScriptContent, ScriptDraft } from '#shared/features/call-scripts/script-draft.ts'
import { isChanged, type LiveLint, openEditor, SCRIPT_DRAFTS } from './editor-store.ts'
import { unkeptDrafts } from './simulated-person.ts'

const GROUND = { others: [], rules: { phrases: [], scales: [], themes: [] }, day: '2026-11-24' }
const content = contentOf(sampleInner)
const draft: ScriptDraft = {
  id: '0193a000-0000-7000-8000-000000000001',
  scriptId: content.id,
  title: content.title,
  purpose: content.purpose,
  revision: 1,
  state: 'draft',
  basedOn: null,
  authors: [],
  changedAt: '2026-11-24T09:00:00.000Z',
  changedByName: 'A',
  approvedByName: null,
  openComments: 0,
  publishedVersion: null,
  content,
  comments: [],
}

/** A lint that ends when the test says so. */
function aLint() {
  const asked: { content: ScriptContent; end: (faults: readonly ScriptFault[]) => void }[] = []
  const lint: LiveLint = {
    prepare: () => undefined,
    lint: (text) => new Promise((end) => asked.push({ content: text, end })),
    stop: () => undefined,
  }
  return { lint, asked }
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
const written = (text: string): ScriptContent => changeStep(content, 'help', { text })
const found = (text: ScriptContent) => lintScript(scriptOf(text, GROUND.day), [], { phrases: [] })

describe('writing at a draft of a script [S10]', () => {
  it('lints once at a time and always the newest text', async () => {
    const { lint, asked } = aLint()
    const store = await openEditor(unkeptDrafts(), draft, lint)
    expect(asked).toHaveLength(0)
    store.prepare(GROUND)
    store.edit(written('a'))
    store.edit(written(''))
    expect(asked.map((it) => it.content)).toEqual([content])
    asked[0]?.end([])
    await settled()
    expect(asked).toHaveLength(2)
    expect(store.state.getState().lint).toBe('running')
    asked[1]?.end(found(written('')))
    await settled()
    expect(store.state.getState()).toMatchObject({ lint: 'done', faults: [{ code: 'noText', at: 'help' }] })
  })

  it('says that it does not know when the lint failed, and never shows an old verdict as the new one', async () => {
    const store = await openEditor(unkeptDrafts(), draft, {
      ...aLint().lint,
      lint: () => Promise.reject(new Error('gone')),
    })
    store.prepare(GROUND)
    await settled()
    expect(store.state.getState().lint).toBe('failed')
  })

  it('[X1] comes back with what was typed and not sent, upon the revision it was typed upon', async () => {
    const drafts = unkeptDrafts()
    const first = await openEditor(drafts, draft, aLint().lint)
    first.edit(written('typed'), 'help text')
    await drafts.settled()
    const again = await openEditor(drafts, { ...draft, revision: 2 }, aLint().lint)
    expect(again.state.getState().history.present).toEqual(written('typed'))
    expect(again.state.getState().upon).toBe(1)
    expect(isChanged(again.state.getState())).toBe(true)
    again.undo()
    expect(again.state.getState().history.present).toBe(content)
  })

  it('forgets what the server has taken, and keeps what was typed while it was sent', async () => {
    const drafts = unkeptDrafts()
    const store = await openEditor(drafts, draft, aLint().lint)
    store.edit(written('sent'))
    store.edit(written('typed meanwhile'))
    store.saved({ ...draft, revision: 2, content: written('sent') })
    expect(await drafts.load(SCRIPT_DRAFTS + draft.id)).toMatchObject({
      revision: 2,
      content: written('typed meanwhile'),
    })
    store.saved({ ...draft, revision: 3, content: written('typed meanwhile') })
    expect(await drafts.load(SCRIPT_DRAFTS + draft.id)).toBeNull()
    // What was given up is not kept for anybody.
    store.edit(written('more'))
    store.saved({ ...draft, revision: 4, state: 'dropped' })
    expect(await drafts.load(SCRIPT_DRAFTS + draft.id)).toBeNull()
  })

  it('takes over what another saved, and gives the own text back at one step', async () => {
    const drafts = unkeptDrafts()
    const store = await openEditor(drafts, draft, aLint().lint)
    store.edit(written('mine'))
    store.takeTheirs({ ...draft, revision: 5, content: written('theirs') })
    expect(store.state.getState()).toMatchObject({ upon: 5, history: { present: written('theirs') } })
    store.undo()
    expect(store.state.getState().history.present).toEqual(written('mine'))
    store.keepMine({ ...draft, revision: 6, content: written('theirs') })
    expect(store.state.getState().upon).toBe(6)
    expect(isChanged(store.state.getState())).toBe(true)
  })
})
