import { useText } from '#renderer/i18n/i18n.ts'
import { severalValues } from '#shared/features/call-scripts/condition.ts'
import type { LinkedNode } from '#shared/features/call-scripts/link.ts'

/** Marks or takes off one of several answers; they are kept in the order of the options. */
export function withToggled(node: LinkedNode, value: string, toggled: string): string {
  const chosen = new Set(severalValues(value))
  if (!chosen.delete(toggled)) chosen.add(toggled)
  return (node.options ?? [])
    .map((option) => option.value)
    .filter((it) => chosen.has(it))
    .join(',')
}

interface SeveralOptionsProps {
  readonly node: LinkedNode
  /** What is marked, as stored. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A step that takes several answers: a digit marks and takes off, Enter goes on. */
export function SeveralOptions({ node, value, onChange }: SeveralOptionsProps) {
  const t = useText('callScripts')
  const chosen = severalValues(value)
  return (
    <fieldset className="options">
      <legend className="unseen">{t('options.several')}</legend>
      {(node.options ?? []).map((option, index) => {
        const key = index < 9 ? String(index + 1) : index === 9 ? '0' : undefined
        return (
          <label key={option.value} className="option option--several" aria-keyshortcuts={key}>
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={() => onChange(withToggled(node, value, option.value))}
            />
            {key === undefined ? null : <kbd aria-hidden>{key}</kbd>}
            <span lang="ru">{option.label}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
