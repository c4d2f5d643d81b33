import type { ScriptNode, ScriptOption } from './script.ts'
import type { ScriptContent } from './script-draft.ts'

/** Kinds of steps that a methodologist may add. */
export const STEP_KINDS = [
  'say',
  'ask',
  'choice',
  'several',
  'form',
  'check',
  'script',
  'end',
] as const satisfies readonly ScriptNode['kind'][]
export type StepKind = (typeof STEP_KINDS)[number]

/** One way on from a step: by its one next step, by an outcome of its condition, or by an answer. */
export interface Arrow {
  readonly from: string
  readonly key: 'next' | 'whenTrue' | 'whenFalse' | `option:${string}`
  readonly to: string
  /** The answer that leads this way, where one does. */
  readonly option?: ScriptOption
}

/** Every way on that a step names, in the order it is written. */
export function arrowsOf(node: ScriptNode): Arrow[] {
  const plain = (['next', 'whenTrue', 'whenFalse'] as const).flatMap((key): Arrow[] => {
    const to = node[key]
    return to === undefined ? [] : [{ from: node.id, key, to }]
  })
  const options = (node.options ?? []).flatMap((option): Arrow[] =>
    option.next === undefined ? [] : [{ from: node.id, key: `option:${option.value}`, to: option.next, option }],
  )
  return [...plain, ...options]
}

/** What an edit changes of a step; undefined takes a part off. */
export type StepPart = { readonly [K in keyof Omit<ScriptNode, 'id'>]?: ScriptNode[K] | undefined }

/** The same step when nothing differs, so that what hangs on it is not reckoned anew. */
export function changeStep(content: ScriptContent, id: string, part: StepPart): ScriptContent {
  return withNodes(
    content,
    content.nodes.map((node) => (node.id === id ? (without({ ...node, ...part }) as ScriptNode) : node)),
  )
}

export function changeOption(
  content: ScriptContent,
  id: string,
  index: number,
  part: { readonly [K in keyof ScriptOption]?: ScriptOption[K] | undefined },
): ScriptContent {
  const options = content.nodes.find((node) => node.id === id)?.options ?? []
  const changed = options.map((option, at) =>
    at === index ? (without({ ...option, ...part }) as ScriptOption) : option,
  )
  return changeStep(content, id, { options: changed })
}

/** A code that no answer of the step has yet. */
export function addOption(content: ScriptContent, id: string, label: string): ScriptContent {
  const options = content.nodes.find((node) => node.id === id)?.options ?? []
  const value = freeName(new Set(options.map((option) => option.value)), 'answer')
  return changeStep(content, id, { options: [...options, { value, label }] })
}

export function removeOption(content: ScriptContent, id: string, index: number): ScriptContent {
  const options = content.nodes.find((node) => node.id === id)?.options ?? []
  return changeStep(content, id, { options: options.filter((_, at) => at !== index) })
}

export interface Added {
  readonly content: ScriptContent
  readonly id: string
}

/**
 * Adds a step after another, on its way on: what led on from that one leads on from the new one. After a step with several ways on, or an end,
 * the new step stands apart until something leads to it. Without a step it begins the script.
 */
export function addStep(content: ScriptContent, after: string | null, kind: StepKind, title: string): Added {
  const id = freeName(new Set(content.nodes.map((node) => node.id)), 'step')
  const before = content.nodes.find((node) => node.id === after)
  const isOnWay = before !== undefined && hasOneWay(before)
  const options = kind === 'choice' || kind === 'several' ? { options: [] } : {}
  const onward = isOnWay && before.next !== undefined && kind !== 'end' && kind !== 'check' ? { next: before.next } : {}
  const fresh: ScriptNode = { id, kind, title, ...options, ...onward }
  const at = content.nodes.findIndex((node) => node.id === after)
  const nodes = content.nodes.map((node) => (isOnWay && node.id === after ? { ...node, next: id } : node))
  nodes.splice(at === -1 ? nodes.length : at + 1, 0, fresh)
  const start = content.nodes.some((node) => node.id === content.start) ? content.start : id
  return { content: { ...withNodes(content, nodes), start }, id }
}

/** Copies a step with its answers; nothing leads to the copy yet, it leads where the original does. */
export function duplicateStep(content: ScriptContent, id: string): Added | null {
  const at = content.nodes.findIndex((node) => node.id === id)
  const node = content.nodes[at]
  if (node === undefined) return null
  const copyId = freeName(new Set(content.nodes.map((other) => other.id)), id.replace(/-\d+$/, ''))
  const nodes = [...content.nodes]
  nodes.splice(at + 1, 0, { ...node, id: copyId })
  return { content: withNodes(content, nodes), id: copyId }
}

/** Deletes a step: what led to it leads to where it led on, or nowhere. */
export function removeStep(content: ScriptContent, id: string): ScriptContent {
  const gone = content.nodes.find((node) => node.id === id)
  if (gone === undefined) return content
  const onward = gone.next === id ? undefined : gone.next
  const nodes = content.nodes.filter((node) => node.id !== id).map((node) => redirected(node, id, onward))
  const start = content.start === id ? (onward ?? nodes[0]?.id ?? '') : content.start
  return { ...withNodes(content, nodes), start }
}

/** Moves a step in the order of writing; the ways of the talk stay as they are. */
export function moveStep(content: ScriptContent, id: string, by: -1 | 1): ScriptContent {
  const at = content.nodes.findIndex((node) => node.id === id)
  const other = content.nodes[at + by]
  const node = content.nodes[at]
  if (node === undefined || other === undefined) return content
  const nodes = [...content.nodes]
  nodes[at] = other
  nodes[at + by] = node
  return withNodes(content, nodes)
}

function hasOneWay(node: ScriptNode): boolean {
  return node.kind !== 'check' && node.kind !== 'end'
}

function redirected(node: ScriptNode, from: string, to: string | undefined): ScriptNode {
  if (!arrowsOf(node).some((arrow) => arrow.to === from)) return node
  const next = (target: string | undefined): string | undefined => (target === from ? to : target)
  return without({
    ...node,
    next: next(node.next),
    whenTrue: next(node.whenTrue),
    whenFalse: next(node.whenFalse),
    options: node.options?.map((option) => without({ ...option, next: next(option.next) })),
  }) as ScriptNode
}

function withNodes(content: ScriptContent, nodes: readonly ScriptNode[]): ScriptContent {
  return { ...content, nodes: nodes as ScriptContent['nodes'] }
}

/** Parts that are undefined are left out: an exported script has none of them. */
function without(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
}

function freeName(taken: ReadonlySet<string>, stem: string): string {
  for (let count = 1; ; count += 1) if (!taken.has(`${stem}-${count}`)) return `${stem}-${count}`
}
