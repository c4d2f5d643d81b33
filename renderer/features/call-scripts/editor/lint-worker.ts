import '#renderer/platform/strict-policy.ts'
import { expose } from 'comlink'
import { lintScript } from '#shared/features/call-scripts/lint.ts'
import type { ScriptFault } from '#shared/features/call-scripts/lint-fault.ts'
import { scriptOf } from '#shared/features/call-scripts/publication.ts'
import { lintRulesOf, type ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import type { LintGround } from './lint-ground.ts'

export interface LintWorkerEnd {
  prepare(ground: LintGround): void
  /** @throws Error before `prepare` */
  lint(content: ScriptContent): ScriptFault[]
}

function lintOn({ others, rules, day }: LintGround): (content: ScriptContent) => ScriptFault[] {
  const known = lintRulesOf(rules)
  return (content) => {
    const script = scriptOf(content, day)
    return lintScript(script, [...others.filter(({ id }) => id !== script.id), script], known)
  }
}

let lint: ((content: ScriptContent) => ScriptFault[]) | null = null

const end: LintWorkerEnd = {
  prepare(ground) {
    lint = lintOn(ground)
  },
  lint(content) {
    if (lint === null) throw new Error('Invariant broken: the lint was not prepared')
    return lint(content)
  },
}

expose(end)
