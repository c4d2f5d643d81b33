import { type Remote, releaseProxy, wrap } from 'comlink'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type GraphStep, shapeOf } from '#shared/features/call-scripts/script-graph.ts'
import { type Place, placeBeside } from './graph-layout.ts'
import type { LayoutWorkerEnd } from './layout-worker.ts'

/**
 * Places of all steps, found in a worker: three hundred take half a second. Words move nothing; until a changed graph is laid out
 * steps stay where they were, and new ones stand beside what leads to them. Null until the first places are known.
 */
export function usePlaces(steps: readonly GraphStep[]): ReadonlyMap<string, Place> | null {
  const [found, setFound] = useState<ReadonlyMap<string, Place> | null>(null)
  const worker = useRef<Remote<LayoutWorkerEnd> | null>(null)
  const newest = useRef('')
  const shape = shapeOf(steps)

  useEffect(() => {
    const own = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module', name: 'script-layout' })
    const end = wrap<LayoutWorkerEnd>(own)
    worker.current = end
    return () => {
      worker.current = null
      end[releaseProxy]()
      own.terminate()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the steps
  useEffect(() => {
    newest.current = shape
    const drawn = steps.map(({ node, arrows }) => ({ id: node.id, to: arrows.map((arrow) => arrow.to) }))
    void worker.current?.placesOf(drawn).then((places) => {
      if (newest.current === shape) setFound(places)
    })
  }, [shape])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the steps
  return useMemo(() => {
    if (found === null) return null
    const places = new Map(found)
    for (const { node, arrows } of steps) {
      const own = places.get(node.id)
      if (own === undefined) continue
      for (const { to } of arrows) if (!places.has(to)) places.set(to, placeBeside(own))
    }
    return places
  }, [found, shape])
}
