import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { faultRefusal } from '#shared/features/call-scripts/lint-fault.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'
import type { EditorState } from './editor-store.ts'

interface FaultListProps extends Pick<EditorState, 'faults' | 'lint'> {
  readonly content: ScriptContent
  readonly onGo: (nodeId: string) => void
}

/** Everything that keeps the script from publication; each leads to its place. */
export function FaultList({ content, faults, lint, onGo }: FaultListProps) {
  const t = useText('scriptEditor')
  if (lint === 'failed')
    return <EmptyState icon={IconAlertTriangle} title={t('lint.failed')} body={t('lint.failed.body')} />
  if (faults.length === 0)
    return (
      <EmptyState
        icon={IconCircleCheck}
        title={t(lint === 'running' ? 'lint.running' : 'lint.none')}
        body={t('lint.none.body')}
      />
    )
  return (
    <ol className="fault-list scrolls" aria-label={t('lint')}>
      {faults.map((fault) => {
        const words = refusalText(faultRefusal(content, fault))
        const isStep = content.nodes.some((node) => node.id === fault.at)
        return (
          <li key={`${fault.code} ${fault.at} ${fault.detail}`}>
            <IconAlertTriangle size={15} aria-hidden />
            {isStep ? (
              <button type="button" onClick={() => onGo(fault.at ?? '')}>
                {words}
              </button>
            ) : (
              <span>{words}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
