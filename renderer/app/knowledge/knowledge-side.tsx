import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useKnowledge } from '#renderer/features/knowledge/knowledge-context.ts'
import { KnowledgePane } from '#renderer/features/knowledge/knowledge-pane.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { DESK_KEYS } from '../keymap.ts'

/** Where the focus goes when the side is asked for again: into its search, and out of the side when it is there already. */
export function askForKnowledge(shelf: ReturnType<typeof useKnowledge>['shelf'], onLeave: () => void): void {
  const side = document.getElementById('zone-knowledge')
  const { isOpen } = shelf.state.getState()
  if (isOpen && side?.contains(document.activeElement)) {
    shelf.show(false)
    onLeave()
  } else {
    shelf.show(true)
    side?.querySelector('input')?.focus()
  }
}

/** The side of the knowledge base: over the person's card where the screen is narrow, a column of its own where it is wide. */
export function KnowledgeSide() {
  const t = useText('knowledge')
  const { shelf } = useKnowledge()
  const isOpen = useStore(shelf.state, (state) => state.isOpen)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isOpen) input.current?.focus()
  }, [isOpen])
  if (!isOpen) return null
  return (
    <aside className="shell__side" id="zone-knowledge" aria-label={t('title')}>
      <KnowledgePane inputRef={input} keys={DESK_KEYS.knowledge.shown} />
    </aside>
  )
}
