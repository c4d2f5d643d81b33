import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffScripts } from './diff.ts'
import {
  addOption,
  addStep,
  arrowsOf,
  changeOption,
  changeStep,
  duplicateStep,
  moveStep,
  removeOption,
  removeStep,
} from './edit.ts'
import { beginHistory, changed, redone, undone } from './edit-history.ts'
import { lintScript } from './lint.ts'
import { contentOf, scriptOf } from './publication.ts'
import { sampleInner, sampleOuter } from './sample-scripts.ts'
import type { ScriptContent } from './script-draft.ts'

const content = contentOf(sampleInner)
const faultsOf = (edited: ScriptContent): string[] =>
  lintScript(scriptOf(edited, '2026-11-24'), [], { phrases: [] }).map(({ code, at }) => `${code} ${at}`)
const nodeOf = (edited: ScriptContent, id: string) => edited.nodes.find((node) => node.id === id)

describe('writing at a script [S10]', () => {
  it('puts a new step on the way on, and tells apart what it does not know yet', () => {
    const { content: added, id } = addStep(content, 'listen', 'say', 'Thanks')
    expect(nodeOf(added, 'listen')?.next).toBe(id)
    expect(nodeOf(added, id)).toEqual({ id, kind: 'say', title: 'Thanks', next: 'urgent' })
    expect(added.nodes.map((node) => node.id)).toEqual(['listen', id, 'urgent', 'help', 'taken'])
    expect(faultsOf(added)).toEqual([`noText ${id}`])
    expect(faultsOf(changeStep(added, id, { text: 'Thank you.' }))).toEqual([])
  })

  it('begins an empty script with its first step', () => {
    const { content: begun, id } = addStep({ ...content, nodes: [], start: '' }, null, 'end', 'End')
    expect(begun.start).toBe(id)
  })

  it('leads round a step that is deleted', () => {
    const without = removeStep(content, 'help')
    expect(arrowsOf(nodeOf(without, 'urgent')!).map(({ key, to }) => `${key} ${to}`)).toEqual([
      'option:yes taken',
      'option:no taken',
    ])
    expect(faultsOf(without)).toEqual([])
    expect(removeStep(content, 'listen').start).toBe('urgent')
    // An end leads nowhere: whoever led to it is told so.
    expect(faultsOf(removeStep(content, 'taken'))).toContain('missingNext help')
  })

  it('copies, orders, and writes answers', () => {
    const copy = duplicateStep(content, 'help')
    expect(nodeOf(copy!.content, copy!.id)).toEqual({ ...nodeOf(content, 'help'), id: 'help-1' })
    expect(duplicateStep(content, 'nowhere')).toBeNull()
    expect(moveStep(content, 'urgent', -1).nodes[0]?.id).toBe('urgent')
    expect(moveStep(content, 'listen', -1)).toBe(content)
    const more = changeOption(addOption(content, 'urgent', 'Later'), 'urgent', 2, { next: 'taken' })
    expect(nodeOf(more, 'urgent')?.options?.[2]).toEqual({ value: 'answer-1', label: 'Later', next: 'taken' })
    expect(removeOption(more, 'urgent', 2)).toEqual(content)
    expect(nodeOf(changeOption(more, 'urgent', 2, { next: undefined }), 'urgent')?.options?.[2]).not.toHaveProperty(
      'next',
    )
  })

  it('takes back and repeats any run of edits exactly', () => {
    const edits = fc.array(fc.tuple(fc.nat(4), fc.nat(30)), { maxLength: 30 })
    fc.assert(
      fc.property(edits, (list) => {
        let history = beginHistory(contentOf(sampleOuter))
        const seen = [history.present]
        for (const [kind, at] of list) {
          const now = history.present
          const id = now.nodes[at % Math.max(1, now.nodes.length)]?.id ?? ''
          const next = [
            () => addStep(now, id, 'say', 'New').content,
            () => removeStep(now, id),
            () => duplicateStep(now, id)?.content ?? now,
            () => moveStep(now, id, 1),
            () => changeStep(now, id, { text: `text ${at}` }),
          ][kind]?.()
          history = changed(history, next ?? now, null)
          if (history.present !== seen.at(-1)) seen.push(history.present)
        }
        const last = history.present
        for (const before of seen.slice(0, -1).reverse()) {
          history = undone(history)
          expect(history.present).toBe(before)
        }
        expect(undone(history)).toBe(history)
        for (const _ of seen.slice(1)) history = redone(history)
        expect(history.present).toBe(last)
      }),
    )
  })

  it('takes keystrokes in one field back together', () => {
    let history = beginHistory('')
    for (const text of ['a', 'ab', 'abc']) history = changed(history, text, 'text')
    history = changed(history, 'abcd', 'other')
    expect(undone(history).present).toBe('abc')
    expect(undone(undone(history)).present).toBe('')
  })
})

describe('the comparison of two versions [S10]', () => {
  it('names steps added, taken out and changed, answer by answer', () => {
    const { content: added, id } = addStep(content, 'help', 'say', 'More')
    const after = changeOption(removeStep(added, 'listen'), 'urgent', 0, { label: 'Right now' })
    const { script, steps } = diffScripts(content, { ...after, title: 'Other' })
    expect(script).toEqual([
      { part: 'title', before: 'Inner', after: 'Other' },
      { part: 'start', before: 'listen', after: 'urgent' },
    ])
    expect(steps.map(({ id: at, kind, parts }) => [at, kind, parts.map(({ part }) => part)])).toEqual([
      ['urgent', 'changed', ['options.yes']],
      ['help', 'changed', ['next']],
      [id, 'added', ['kind', 'title', 'next']],
      ['listen', 'removed', ['kind', 'title', 'text', 'fills', 'next']],
    ])
    expect(diffScripts(content, JSON.parse(JSON.stringify(content)))).toEqual({ script: [], steps: [] })
  })
})
