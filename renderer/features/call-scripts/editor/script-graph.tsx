import {
  applyNodeChanges,
  Background,
  type Connection,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  MiniMap,
  type Node,
  type NodeProps,
  Panel,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { Button } from '@mantine/core'
import { IconLayoutGrid } from '@tabler/icons-react'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { changeStep } from '#shared/features/call-scripts/edit.ts'
import type { ScriptNode } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import { type GraphStep, stepKeeper } from '#shared/features/call-scripts/script-graph.ts'
import { type Place, STEP_HEIGHT, STEP_WIDTH } from './graph-layout.ts'
import { StepIcon } from './step-icon.tsx'
import { usePlaces } from './use-places.ts'

interface ScriptGraphProps {
  readonly content: ScriptContent
  readonly selected: string | null
  readonly faulty: ReadonlySet<string>
  /** Ways that the simulator has taken, `step → answer`. */
  readonly walked: ReadonlySet<string>
  readonly canWrite: boolean
  readonly onSelect: (id: string) => void
  readonly onEdit: (content: ScriptContent) => void
}

/** The script as a drawing. The keyboard has the outline; here steps are looked at, dragged and joined. */
export function ScriptGraph(props: ScriptGraphProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  )
}

type StepNode = Node<{ readonly step: GraphStep; readonly isStart: boolean; readonly isFaulty: boolean }, 'step'>

function Drawing({ content, selected, faulty, walked, canWrite, onSelect, onEdit }: ScriptGraphProps) {
  const t = useText('scriptEditor')
  const language = useLanguage()
  const flow = useReactFlow()
  const keep = useRef(stepKeeper())
  const steps = keep.current(content.nodes)
  const [moved, setMoved] = useState<ReadonlyMap<string, Place>>(new Map())
  const places = usePlaces(steps)
  const drawn = useRef(new Map<string, StepNode>())

  const nodes = useMemo(() => {
    const next = steps.map((step): StepNode => {
      const { id } = step.node
      const position = moved.get(id) ?? places?.get(id) ?? { x: 0, y: 0 }
      const [isStart, isFaulty, isSelected] = [id === content.start, faulty.has(id), id === selected]
      const known = drawn.current.get(id)
      const isSame =
        known?.data.step === step &&
        known.data.isStart === isStart &&
        known.data.isFaulty === isFaulty &&
        known.selected === isSelected &&
        known.position.x === position.x &&
        known.position.y === position.y
      if (isSame) return known
      const size = { width: STEP_WIDTH, height: STEP_HEIGHT }
      return { id, type: 'step', position, ...size, selected: isSelected, data: { step, isStart, isFaulty } }
    })
    drawn.current = new Map(next.map((node) => [node.id, node]))
    return next
  }, [steps, moved, places, faulty, selected, content.start])

  const edges = useMemo(() => {
    const known = new Set(content.nodes.map((node) => node.id))
    return steps.flatMap(({ node, arrows }) =>
      arrows
        .filter(({ to }) => known.has(to))
        .map((arrow): Edge => {
          const word = arrow.key === 'whenTrue' ? t('yes') : arrow.key === 'whenFalse' ? t('no') : arrow.option?.label
          const isWalked = walked.has(wayOf(node, arrow.key))
          return {
            id: `${arrow.from} ${arrow.key}`,
            source: arrow.from,
            target: arrow.to,
            type: 'smoothstep',
            focusable: false,
            className: isWalked ? 'graph__way graph__way--walked' : 'graph__way',
            markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
            ...(word === undefined ? {} : { label: word.length > 24 ? `${word.slice(0, 23)}…` : word }),
          }
        }),
    )
  }, [steps, content.nodes, walked, t])

  useEffect(() => {
    if (selected === null) return
    const node = drawn.current.get(selected)
    if (node === undefined) return
    const { x, y, zoom } = flow.getViewport()
    const frame = document.querySelector('.graph')?.getBoundingClientRect()
    if (frame === undefined) return
    const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y]
    const isSeen =
      left > 0 && top > 0 && left + STEP_WIDTH * zoom < frame.width && top + STEP_HEIGHT * zoom < frame.height
    if (!isSeen)
      void flow.setCenter(node.position.x + STEP_WIDTH / 2, node.position.y + STEP_HEIGHT / 2, {
        zoom: Math.max(zoom, 0.6),
      })
  }, [selected, flow])

  function connect({ source, target }: Connection): void {
    const node = content.nodes.find(({ id }) => id === source)
    if (node === undefined || source === target || node.kind === 'end') return
    const way = node.kind !== 'check' ? 'next' : node.whenTrue === undefined ? 'whenTrue' : 'whenFalse'
    onEdit(changeStep(content, source, { [way]: target }))
  }

  if (places === null) return <p className="editor__base graph__wait">{t('graph.loading')}</p>
  return (
    <div className="graph">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onlyRenderVisibleElements
        fitView
        fitViewOptions={beginAt(steps.length, selected ?? content.start)}
        minZoom={0.15}
        maxZoom={1.6}
        nodesConnectable={canWrite}
        nodesFocusable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        onConnect={connect}
        onNodeClick={(_, node) => onSelect(node.id)}
        onNodesChange={(changes) => {
          const positions = changes.filter((change) => change.type === 'position')
          if (positions.length === 0) return
          const after = applyNodeChanges(
            positions,
            nodes.filter(({ id }) => positions.some((it) => it.id === id)),
          )
          setMoved(new Map([...moved, ...after.map(({ id, position }) => [id, position] as const)]))
        }}
        aria-label={t('graph')}
        ariaLabelConfig={{
          'controls.ariaLabel': t('graph.controls'),
          'controls.zoomIn.ariaLabel': t('graph.zoomIn'),
          'controls.zoomOut.ariaLabel': t('graph.zoomOut'),
          'controls.fitView.ariaLabel': t('graph.fit'),
          'minimap.ariaLabel': t('graph.map'),
          'handle.ariaLabel': t('graph.handle'),
        }}
        key={language}
      >
        <Background gap={22} size={1} />
        <Controls showInteractive={false} position="bottom-left" />
        {steps.length <= WHOLE_MAX ? null : (
          <MiniMap pannable zoomable position="bottom-right" style={{ width: 120, height: 110 }} />
        )}
        {moved.size === 0 ? null : (
          <Panel position="top-right">
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconLayoutGrid size={14} aria-hidden />}
              onClick={() => setMoved(new Map())}
            >
              {t('graph.arrange')}
            </Button>
          </Panel>
        )}
      </ReactFlow>
    </div>
  )
}

/** A small script is seen whole; a large one begins at its chosen step, where words can be read. */
function beginAt(count: number, id: string) {
  return count <= WHOLE_MAX ? { maxZoom: 1 } : { nodes: [{ id }], maxZoom: 0.9, minZoom: 0.9 }
}

const WHOLE_MAX = 12

/** The name of a way as the coverage of the simulator counts it. */
function wayOf(node: ScriptNode, key: string): string {
  if (key.startsWith('option:')) return `${node.id} → ${key.slice('option:'.length)}`
  if (node.kind === 'check') return `${node.id} → ${key === 'whenTrue'}`
  return node.kind === 'form' ? `${node.id} → done` : `${node.id} → on`
}

const StepBox = memo(function StepBox({ data, selected }: NodeProps<StepNode>) {
  const t = useText('scriptEditor')
  const { node } = data.step
  const names = ['graph-step', `graph-step--${node.kind}`]
  if (data.isStart) names.push('graph-step--start')
  if (data.isFaulty) names.push('graph-step--faulty')
  if (selected) names.push('graph-step--selected')
  return (
    <div className={names.join(' ')}>
      <Handle type="target" position={Position.Top} />
      <span className="graph-step__head">
        <StepIcon kind={node.kind} />
        <span className="ellipsis" lang="ru">
          {node.title ?? t('step.untitled', { kind: t(`kind.${node.kind}`), id: node.id })}
        </span>
      </span>
      <span className="graph-step__text ellipsis" lang="ru">
        {node.text ?? (node.kind === 'end' ? (node.result ?? '') : t(`kind.${node.kind}`))}
      </span>
      {node.kind === 'end' ? null : <Handle type="source" position={Position.Bottom} />}
    </div>
  )
})

const NODE_TYPES = { step: StepBox }
