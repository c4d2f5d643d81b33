import { err, ok, type Result } from '../../kernel/result.ts'
import { renameIn, type ScriptQuota } from './condition.ts'
import type { IdentityLevel } from './identity.ts'
import type { CallScript, Objection, ScriptNode, SpokenField, TypicalQuestion } from './script.ts'

/** A step of a linked script. Steps of an inner script carry the id of the step that called it: `complaint/listen`. */
export interface LinkedNode extends ScriptNode {
  readonly scriptId: string
  readonly purpose: CallScript['purpose']
  /** Set on the ends of an inner script: where the run goes on, and the calling step that gets the result. */
  readonly returnsTo?: string
  readonly callSite?: string
}

/** A script with the scripts it runs inside put in place. A run is bound to exactly these versions. */
export interface LinkedScript {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly effectiveFrom: string
  readonly approvedBy: string
  readonly approvedOn: string
  readonly start: string
  readonly begins: IdentityLevel
  readonly quotas: ReadonlyMap<string, ScriptQuota>
  readonly parts: readonly { readonly scriptId: string; readonly version: number }[]
  readonly nodes: ReadonlyMap<string, LinkedNode>
  readonly fields: Readonly<Record<string, SpokenField>>
  readonly objections: readonly Objection[]
  readonly questions: readonly TypicalQuestion[]
}

export interface LinkFault {
  readonly code: 'unknownScript' | 'unknownEntry' | 'recursion'
  readonly nodeId: string
}

/** Every step that a step can lead to, as written (not linked). */
export function targetsOf(node: ScriptNode): string[] {
  const own = [node.next, node.whenTrue, node.whenFalse, ...(node.options ?? []).map((option) => option.next)]
  return own.filter((target): target is string => target !== undefined)
}

/** The scripts that `script` runs inside itself, at any depth, out of `library`; unknown ones are left out. */
export function scriptsWithin(script: CallScript, library: readonly CallScript[]): CallScript[] {
  const found = new Map<string, CallScript>()
  const open = [script]
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    for (const node of current.nodes) {
      const inner = node.kind === 'script' ? library.find((item) => item.id === node.script) : undefined
      if (inner !== undefined && !found.has(inner.id)) {
        found.set(inner.id, inner)
        open.push(inner)
      }
    }
  }
  return [...found.values()]
}

/** Puts inner scripts in place of the steps that call them. Only the steps reachable from the entry come along. */
export function linkScript(script: CallScript, library: readonly CallScript[]): Result<LinkedScript, LinkFault> {
  const nodes = new Map<string, LinkedNode>()
  const used = new Map<string, CallScript>()
  const quotas = new Map<string, ScriptQuota>()
  const fault = place(script, '', null, [script.id], { nodes, used, quotas, library })
  if (fault !== null) return err(fault)
  const inner = [...used.values()]
  return ok({
    id: script.id,
    version: script.version,
    title: script.title,
    effectiveFrom: script.effectiveFrom,
    approvedBy: script.approvedBy,
    approvedOn: script.approvedOn,
    start: script.start,
    begins: script.begins ?? 'anyone',
    quotas,
    parts: inner.map((item) => ({ scriptId: item.id, version: item.version })),
    nodes,
    fields: Object.assign({}, ...inner.map((item) => item.fields).reverse(), script.fields),
    objections: firstById([script, ...inner].flatMap((item) => item.objections)),
    questions: firstById([script, ...inner].flatMap((item) => item.questions)),
  })
}

interface Placing {
  readonly nodes: Map<string, LinkedNode>
  readonly used: Map<string, CallScript>
  readonly quotas: Map<string, ScriptQuota>
  readonly library: readonly CallScript[]
}

function place(
  script: CallScript,
  prefix: string,
  call: { readonly entry: string; readonly returnsTo: string; readonly callSite: string } | null,
  stack: readonly string[],
  placing: Placing,
): LinkFault | null {
  const at = (id: string): string => `${prefix}${id}`
  for (const quota of script.quotas ?? [])
    placing.quotas.set(at(quota.id), { ...quota, id: at(quota.id), when: renameIn(quota.when, at) })
  const kept = call === null ? script.nodes : reachable(script, call.entry)
  for (const node of kept) {
    if (node.kind !== 'script') {
      placing.nodes.set(at(node.id), {
        ...renamed(node, at),
        scriptId: script.id,
        purpose: script.purpose,
        ...(node.kind === 'end' && call ? pick(call) : {}),
      })
      continue
    }
    const inner = placing.library.find((item) => item.id === node.script)
    if (inner === undefined) return { code: 'unknownScript', nodeId: at(node.id) }
    if (stack.includes(inner.id)) return { code: 'recursion', nodeId: at(node.id) }
    const entry = node.entry ?? inner.start
    if (!inner.nodes.some((item) => item.id === entry)) return { code: 'unknownEntry', nodeId: at(node.id) }
    placing.used.set(inner.id, inner)
    const { next, ...rest } = renamed(node, at)
    placing.nodes.set(at(node.id), {
      ...rest,
      // An inner script that counts on a checked person is called only where one was checked.
      ...(entry === inner.start && inner.begins !== undefined ? { needs: inner.begins } : {}),
      scriptId: script.id,
      purpose: script.purpose,
      next: `${at(node.id)}/${entry}`,
    })
    const inside = { entry, returnsTo: next ?? '', callSite: at(node.id) }
    const fault = place(inner, `${at(node.id)}/`, inside, [...stack, inner.id], placing)
    if (fault !== null) return fault
  }
  return null
}

function pick(call: {
  readonly returnsTo: string
  readonly callSite: string
}): Pick<LinkedNode, 'returnsTo' | 'callSite'> {
  return { returnsTo: call.returnsTo, callSite: call.callSite }
}

function renamed(node: ScriptNode, at: (id: string) => string): ScriptNode {
  return {
    ...node,
    id: at(node.id),
    ...(node.next === undefined ? {} : { next: at(node.next) }),
    ...(node.whenTrue === undefined ? {} : { whenTrue: at(node.whenTrue) }),
    ...(node.whenFalse === undefined ? {} : { whenFalse: at(node.whenFalse) }),
    ...(node.earlier === undefined ? {} : { earlier: { ...node.earlier, node: at(node.earlier.node) } }),
    ...(node.when === undefined ? {} : { when: renameIn(node.when, at) }),
    ...(node.skipIf === undefined ? {} : { skipIf: renameIn(node.skipIf, at) }),
    ...(node.options === undefined
      ? {}
      : {
          options: node.options.map((option) =>
            option.next === undefined ? option : { ...option, next: at(option.next) },
          ),
        }),
  }
}

/** The steps of a script that can be reached from `entry`, in the order they are written. */
export function reachable(script: CallScript, entry: string): ScriptNode[] {
  const byId = new Map(script.nodes.map((node) => [node.id, node]))
  const seen = new Set<string>()
  const open = [entry]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = byId.get(id)
    if (node === undefined || seen.has(id)) continue
    seen.add(id)
    open.push(...targetsOf(node))
  }
  return script.nodes.filter((node) => seen.has(node.id))
}

function firstById<T extends { readonly id: string }>(items: readonly T[]): T[] {
  const byId = new Map<string, T>()
  for (const item of items) if (!byId.has(item.id)) byId.set(item.id, item)
  return [...byId.values()]
}
