import { type Arrow, arrowsOf } from './edit.ts'
import type { ScriptNode } from './script.ts'

/** A step with its ways on, as a drawing needs it. */
export interface GraphStep {
  readonly node: ScriptNode
  readonly arrows: readonly Arrow[]
}

/**
 * Keeps the drawing of a step as long as the step itself stays: an edit leaves all others the very same objects, so that one of three
 * hundred is drawn anew and not three hundred.
 */
export function stepKeeper(): (nodes: readonly ScriptNode[]) => readonly GraphStep[] {
  const kept = new WeakMap<ScriptNode, GraphStep>()
  return (nodes) =>
    nodes.map((node) => {
      const known = kept.get(node)
      if (known !== undefined) return known
      const step = { node, arrows: arrowsOf(node) }
      kept.set(node, step)
      return step
    })
}

/** The same text for scripts that are drawn in the same places: names and arrows, without words. */
export function shapeOf(steps: readonly GraphStep[]): string {
  return steps.map(({ node, arrows }) => `${node.id}>${arrows.map((arrow) => arrow.to).join(',')}`).join(';')
}
