import {
  type MatchField,
  type MatchQuery,
  matchesAny,
  matchField,
  matchQuery,
  matchScore,
} from '../../kernel/word-match.ts'
import type { AppealClassifier, AppealKind, ClassifierRow } from './classifier.ts'

/** A row of the classifier with its place in the tree. */
export interface Theme {
  readonly row: ClassifierRow
  /** Rows from below the kind down to this one. */
  readonly path: readonly ClassifierRow[]
  readonly parentCode: string | null
  readonly childCodes: readonly string[]
}

/** What is compared with typed words. */
interface ThemeWords {
  /** The row's own names and words. */
  readonly own: readonly MatchField[]
  /** Its own and those of the rows above. */
  readonly all: readonly MatchField[]
}

/** The tree of a classifier, prepared once for finding by typing and for walking by keys. */
export interface ThemeIndex {
  readonly version: string
  readonly byCode: ReadonlyMap<string, Theme>
  /** Prepared at the first search: a call that is answered shows its form at once and must not wait for words nobody typed yet. */
  readonly words: () => ReadonlyMap<string, ThemeWords>
}

export function makeThemeIndex(classifier: AppealClassifier): ThemeIndex {
  const rows = new Map(classifier.rows.map((row) => [row.code, row]))
  const children = new Map<string, string[]>()
  for (const row of classifier.rows) {
    const parent = parentOf(row.code, rows)
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), row.code])
  }
  const byCode = new Map<string, Theme>()
  for (const row of classifier.rows) {
    const parentCode = parentOf(row.code, rows)
    const parent = parentCode === null ? undefined : byCode.get(parentCode)
    byCode.set(row.code, {
      row,
      path: parentCode === null ? [row] : [...(parent?.parentCode === null ? [] : (parent?.path ?? [])), row],
      parentCode,
      childCodes: children.get(row.code) ?? [],
    })
  }
  let words: ReadonlyMap<string, ThemeWords> | undefined
  return {
    version: classifier.version,
    byCode,
    words: () => {
      words ??= wordsOf(byCode)
      return words
    },
  }
}

function wordsOf(byCode: ReadonlyMap<string, Theme>): ReadonlyMap<string, ThemeWords> {
  const words = new Map<string, ThemeWords>()
  for (const { row, parentCode } of byCode.values()) {
    const own = fieldsOf(row)
    const above = parentCode === null ? undefined : words.get(parentCode)
    words.set(row.code, {
      own,
      all: [...own, ...(above?.all ?? []).map((field) => ({ ...field, weight: field.weight / 2 }))],
    })
  }
  return words
}

/**
 * Themes that fit the typed words or code, best first. Words may name the row and the rows above it together («качество
 * кардиолог»), but one of them must be the row's own: otherwise every row under a match would match.
 */
export function findThemes(index: ThemeIndex, kind: AppealKind | null, typed: string, limit: number): Theme[] {
  const query = matchQuery(typed)
  if (query.words.length === 0) return []
  const words = index.words()
  const found: { readonly theme: Theme; readonly score: number }[] = []
  for (const theme of index.byCode.values()) {
    if ((kind !== null && theme.row.kind !== kind) || !theme.row.selectable) continue
    const score = codeScore(theme.row.code, typed) || scoreOf(words.get(theme.row.code), query)
    if (score > 0) found.push({ theme, score: score / (1 + theme.path.length / 20) })
  }
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map((item) => item.theme)
}

/** The rows right under a row; under a kind, its first level. */
export function themesUnder(index: ThemeIndex, code: string): Theme[] {
  const codes = index.byCode.get(code)?.childCodes ?? []
  return codes.flatMap((child) => index.byCode.get(child) ?? [])
}

export function themeOf(index: ThemeIndex, code: string): Theme | null {
  return index.byCode.get(code) ?? null
}

function scoreOf(words: ThemeWords | undefined, query: MatchQuery): number {
  return words !== undefined && matchesAny(query, words.own) ? matchScore(query, words.all) : 0
}

/** `7.1.2` finds `complaint.7.1.2` and what stands under it. */
function codeScore(code: string, typed: string): number {
  const wanted = typed.trim().replace(/\.$/, '')
  if (!/^\d+(\.\d+)*$/.test(wanted)) return 0
  const own = code.slice(code.indexOf('.') + 1)
  if (own === wanted) return 100
  return own.startsWith(`${wanted}.`) ? 50 / own.length : 0
}

function parentOf(code: string, rows: ReadonlyMap<string, ClassifierRow>): string | null {
  for (let dot = code.lastIndexOf('.'); dot > 0; dot = code.lastIndexOf('.', dot - 1)) {
    const above = code.slice(0, dot)
    if (rows.has(above)) return above
  }
  return null
}

function fieldsOf(row: ClassifierRow): MatchField[] {
  return [matchField(row.name, 4), ...(row.words ?? []).map((words) => matchField(words, 4))]
}
