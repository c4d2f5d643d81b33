import { createContext } from 'react'

/** A ready text that can be inserted while typing. */
export interface Phrase {
  readonly id: string
  readonly title: string
  readonly text: string
  /** What the text rests on, shown below the title. */
  readonly note: string
}

/** Where fields get ready texts from. Found by what is typed after `::`, best first. */
export interface PhraseSource {
  find(typed: string, limit: number): readonly Phrase[]
}

/** Null where there are no ready texts: fields are then plain fields. */
export const PhraseContext = createContext<PhraseSource | null>(null)

/** What stands between `::` and the caret, and where the `::` begins. */
export interface PhraseTrigger {
  readonly from: number
  readonly typed: string
}

const TRIGGER = /(?:^|[\s(«])::((?:[\p{L}\p{N}-]+ ?){0,5})$/u
const TRIGGER_MAX = 60

/** The request for a ready text that ends at the caret: `::` at the beginning of a word and up to five words after it. */
export function triggerAt(text: string, caret: number): PhraseTrigger | null {
  const before = text.slice(Math.max(0, caret - TRIGGER_MAX), caret)
  const match = TRIGGER.exec(before)
  if (match === null) return null
  const typed = match[1] ?? ''
  return { from: caret - typed.length - 2, typed: typed.trim() }
}
