import { Select } from '@mantine/core'
import { IconEqual } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { type ChangedPart, diffScripts } from '#shared/features/call-scripts/diff.ts'
import { contentOf } from '#shared/features/call-scripts/publication.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent } from '#shared/features/call-scripts/script-draft.ts'

interface ScriptCompareProps {
  readonly content: ScriptContent
  /** Published versions of this script, the newest first. */
  readonly versions: readonly CallScript[]
  /** The version that the draft was begun upon. */
  readonly basedOn: number | null
  readonly onSelect: (id: string) => void
}

/** What differs from a published version, step by step. */
export function ScriptCompare({ content, versions, basedOn, onSelect }: ScriptCompareProps) {
  const t = useText('scriptEditor')
  useLanguage()
  const [chosen, setChosen] = useState(basedOn ?? versions[0]?.version ?? null)
  const version = versions.find((script) => script.version === chosen)
  const difference = useMemo(
    () => (version === undefined ? null : diffScripts(contentOf(version), content)),
    [version, content],
  )
  if (versions.length === 0)
    return <EmptyState icon={IconEqual} title={t('compare.first')} body={t('compare.first.body')} />
  return (
    <section className="compare scrolls" aria-label={t('compare')}>
      <Select
        size="xs"
        label={t('compare.with')}
        allowDeselect={false}
        value={chosen === null ? null : String(chosen)}
        data={versions.map((script) => ({
          value: String(script.version),
          label: t('version.from', { version: script.version, date: formatDate(script.effectiveFrom) }),
        }))}
        onChange={(value) => setChosen(Number(value))}
      />
      {difference === null ? null : (
        <Difference
          {...difference}
          onSelect={onSelect}
          isEqual={difference.script.length + difference.steps.length === 0}
        />
      )}
    </section>
  )
}

interface DifferenceProps extends ReturnType<typeof diffScripts> {
  readonly isEqual: boolean
  readonly onSelect: ((id: string) => void) | null
}

/** Changed parts side by side; also used where somebody else was quicker. */
export function Difference({ script, steps, isEqual, onSelect }: DifferenceProps) {
  const t = useText('scriptEditor')
  if (isEqual) return <p className="step-fields__code">{t('compare.same')}</p>
  return (
    <div className="difference">
      {script.length === 0 ? null : (
        <article className="difference__step">
          <h3 className="difference__title">{t('compare.script')}</h3>
          <Parts parts={script} />
        </article>
      )}
      {steps.map(({ id, kind, title, parts }) => (
        <article key={id} className={`difference__step difference__step--${kind}`}>
          <h3 className="difference__title">
            <span className="difference__kind">{t(`compare.${kind}`)}</span>{' '}
            {kind === 'removed' || onSelect === null ? (
              <span lang="ru">{title}</span>
            ) : (
              <button type="button" className="difference__go" lang="ru" onClick={() => onSelect(id)}>
                {title}
              </button>
            )}
          </h3>
          {kind === 'changed' ? <Parts parts={parts} /> : null}
        </article>
      ))}
    </div>
  )
}

/** Parts of a step by the names that its fields have. */
const NAMED = ['title', 'text', 'hint', 'next', 'kind', 'start', 'result', 'whenTrue', 'whenFalse', 'fields'] as const

function Parts({ parts }: { readonly parts: readonly ChangedPart[] }) {
  const t = useText('scriptEditor')
  const nameOf = (part: string): string => {
    const known = NAMED.find((name) => name === part)
    if (known !== undefined) return t(`part.${known}`)
    const [list, item] = part.split('.')
    return list === 'options' ? t('part.option', { value: item ?? '' }) : part
  }
  return (
    <dl className="difference__parts">
      {parts.map(({ part, before, after }) => (
        <div key={part} className="difference__part">
          <dt>{nameOf(part)}</dt>
          <dd lang="ru">
            {before === null ? null : <del>{before}</del>}
            {after === null ? null : <ins>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
