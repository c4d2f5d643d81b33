import {
  IconArrowsSplit2,
  IconChecks,
  IconFlagCheck,
  IconForms,
  IconHelp,
  IconListCheck,
  IconMessage2,
  IconRoute,
} from '@tabler/icons-react'
import type { ScriptNode } from '#shared/features/call-scripts/script.ts'

const ICONS = {
  say: IconMessage2,
  ask: IconHelp,
  choice: IconListCheck,
  several: IconChecks,
  form: IconForms,
  check: IconArrowsSplit2,
  script: IconRoute,
  end: IconFlagCheck,
} as const

/** The kind of a step at a glance; the word stands beside it or in the fields. */
export function StepIcon({ kind }: { readonly kind: ScriptNode['kind'] }) {
  const Glyph = ICONS[kind]
  return <Glyph size={15} stroke={1.7} aria-hidden className={`step-icon step-icon--${kind}`} />
}
