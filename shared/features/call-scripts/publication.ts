import type { LocalDate } from '../../kernel/calendar.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { newestInForce } from './effective.ts'
import { scriptsWithin } from './link.ts'
import { type LintRules, lintScript } from './lint.ts'
import { faultRefusal } from './lint-fault.ts'
import type { CallScript } from './script.ts'
import type { ScriptContent } from './script-draft.ts'

/** Who wrote and approved a version, and from when it is in force. */
export interface VersionStamp {
  readonly version: number
  readonly effectiveFrom: LocalDate
  readonly author: string
  readonly approvedBy: string
  readonly approvedOn: LocalDate
}

/** Longest list of authors in a version (`callScript.author`). */
const AUTHOR_MAX = 200

export function versionOf(content: ScriptContent, stamp: VersionStamp): CallScript {
  return { ...content, ...stamp, author: stamp.author.slice(0, AUTHOR_MAX) }
}

/** The text of a version, to begin its successor with. */
export function contentOf(script: CallScript): ScriptContent {
  const {
    version: _v,
    effectiveFrom: _f,
    effectiveTo: _t,
    author: _a,
    approvedBy: _b,
    approvedOn: _o,
    ...content
  } = script
  return content
}

/** A draft as a script, for linting and for walking it before it has a version. */
export function scriptOf(content: ScriptContent, day: LocalDate): CallScript {
  return { ...content, version: 1, effectiveFrom: day, approvedBy: '', approvedOn: day }
}

/**
 * Why a script may not come into force on a day, with the exact place of each fault; empty when it may (REQUIREMENTS S10). Scripts that run
 * this one inside themselves are looked at, too: a step that they enter at may be gone.
 */
export function publicationFaults(
  content: ScriptContent,
  published: readonly CallScript[],
  day: LocalDate,
  rules: LintRules,
): Refusal[] {
  const script = scriptOf(content, day)
  const others = newestInForce(published, day).filter(({ id }) => id !== script.id)
  const own = lintScript(script, [...others, script], rules).map((fault) => faultRefusal(content, fault))
  return own.length > 0 ? own : dependentFaults(script.id, others, [...others, script], rules)
}

/** Scripts that would break if a version were no longer in force; empty when none runs it. */
export function withdrawalFaults(
  script: CallScript,
  published: readonly CallScript[],
  day: LocalDate,
  rules: LintRules,
): Refusal[] {
  const left = published.filter(({ id, version }) => id !== script.id || version !== script.version)
  const library = newestInForce(left, day)
  const others = library.filter(({ id }) => id !== script.id)
  const users = others.filter((other) => other.nodes.some((node) => node.script === script.id))
  return library.some(({ id }) => id === script.id)
    ? dependentFaults(script.id, others, library, rules)
    : users.map((other) => refuse('scriptFault.breaksOther', undefined, { place: other.title, detail: script.title }))
}

function dependentFaults(
  id: string,
  others: readonly CallScript[],
  library: readonly CallScript[],
  rules: LintRules,
): Refusal[] {
  return others
    .filter((other) => scriptsWithin(other, library).some((inner) => inner.id === id))
    .flatMap((other) => {
      const [first] = lintScript(other, library, rules)
      if (first === undefined) return []
      const { args } = faultRefusal(other, first)
      return [
        refuse('scriptFault.breaksOther', undefined, { place: other.title, detail: String(args?.['place'] ?? '') }),
      ]
    })
}
