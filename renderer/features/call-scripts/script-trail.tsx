import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { optionOf, type PathStep } from '#shared/features/call-scripts/path.ts'
import { isShown } from '#shared/features/call-scripts/walk.ts'

interface ScriptTrailProps {
  readonly steps: readonly PathStep[]
  readonly currentId: string
  readonly onGoTo: (nodeId: string) => void
}

/** The way so far in one line; any step of it can be looked at again without losing an answer. */
export function ScriptTrail({ steps, currentId, onGoTo }: ScriptTrailProps) {
  const t = useText('callScripts')
  const line = useRef<HTMLOListElement>(null)
  const shown = steps.filter(isShown)

  useEffect(() => {
    line.current
      ?.querySelector(`[data-node="${CSS.escape(currentId)}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [currentId])

  return (
    <nav aria-label={t('trail')} className="trail">
      <ol ref={line}>
        {shown.map((step, index) => {
          const name = step.node.title ?? step.node.id
          const isCurrent = step.node.id === currentId
          return (
            <li key={`${step.node.id}-${step.isSkipped}`} data-node={step.node.id}>
              {index === 0 ? null : <IconChevronRight size={12} aria-hidden />}
              <button
                type="button"
                className={`trail__step ${step.isSkipped ? 'trail__step--skipped' : ''}`}
                aria-current={isCurrent ? 'step' : undefined}
                aria-label={step.isSkipped ? t('trail.skipped', { step: name }) : undefined}
                title={answerWords(step)}
                lang="ru"
                onClick={() => onGoTo(step.node.id)}
              >
                {name}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

function answerWords(step: PathStep): string | undefined {
  if (step.answer === null || step.node.kind === 'say') return undefined
  if (step.node.kind === 'choice') return optionOf(step.node, step.answer.value)?.label
  return step.answer.label ?? step.answer.value
}
