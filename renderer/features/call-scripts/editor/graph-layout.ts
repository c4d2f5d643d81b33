import { Graph, layout } from '@dagrejs/dagre'

/** Size of a step in the drawing, in pixels. */
export const STEP_WIDTH = 196
export const STEP_HEIGHT = 58
const GAP_X = 28
const GAP_Y = 52

export interface Place {
  readonly x: number
  readonly y: number
}

/** A step as its place hangs on it: where it leads. */
export interface DrawnStep {
  readonly id: string
  readonly to: readonly string[]
}

/** Places of all steps from the top down, so that ways cross as little as may be. */
export function placesOf(steps: readonly DrawnStep[]): ReadonlyMap<string, Place> {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: GAP_X, ranksep: GAP_Y, marginx: 16, marginy: 16 })
  graph.setDefaultEdgeLabel(() => ({}))
  const known = new Set(steps.map(({ id }) => id))
  for (const id of known) graph.setNode(id, { width: STEP_WIDTH, height: STEP_HEIGHT })
  for (const { id, to } of steps) for (const target of to) if (known.has(target)) graph.setEdge(id, target)
  layout(graph)
  return new Map(
    [...known].map((id) => {
      const { x = 0, y = 0 } = graph.node(id) as Partial<Place>
      return [id, { x: x - STEP_WIDTH / 2, y: y - STEP_HEIGHT / 2 }]
    }),
  )
}

/** Where a step stands that is not laid out yet: beside the one that leads to it. */
export function placeBeside({ x, y }: Place): Place {
  return { x: x + STEP_WIDTH + GAP_X, y: y + GAP_Y }
}
