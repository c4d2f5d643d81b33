import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { VersionMove } from '#shared/features/call-scripts/script-draft.ts'
import { type PublishedScript, type Refused, useScriptOrders } from './use-scripts.ts'

interface ScriptVersionsProps {
  readonly script: PublishedScript
  readonly canChange: boolean
  readonly onRefused: (refused: Refused | null) => void
}

/** What was published of a script, who wrote and who approved it; a version is withdrawn or brought back after a yes. */
export function ScriptVersions({ script, canChange, onRefused }: ScriptVersionsProps) {
  const t = useText('scriptEditor')
  const orders = useScriptOrders()
  const [asked, setAsked] = useState<{ readonly version: CallScript; readonly step: VersionMove['step'] } | null>(null)
  const today = todayHere(Date.now())
  const isPast = ({ effectiveTo }: CallScript): boolean => effectiveTo !== undefined && effectiveTo < today
  return (
    <details className="versions">
      <summary>{t('versions', { count: script.versions.length })}</summary>
      <table className="versions__table">
        <thead>
          <tr>
            {(['version', 'period', 'author', 'approved'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`versions.${column}`)}
              </th>
            ))}
            {canChange ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {script.versions.map((version) => {
            const isInForce = version.version === script.inForce?.version
            return (
              <tr key={version.version} className={isInForce ? 'versions__now' : ''}>
                <th scope="row" className="digits">
                  {version.version}
                </th>
                <td className="digits">
                  {isPast(version)
                    ? t('versions.withdrawn', { date: formatDate(version.effectiveTo ?? '') })
                    : t(version.effectiveFrom > today ? 'versions.from' : isInForce ? 'versions.now' : 'versions.was', {
                        date: formatDate(version.effectiveFrom),
                      })}
                </td>
                <td>{version.author ?? '—'}</td>
                <td>
                  {version.approvedBy}, {formatDate(version.approvedOn)}
                </td>
                {canChange ? (
                  <td>
                    {isInForce || version.effectiveFrom > today ? (
                      isPast(version) ? null : (
                        <Order label={t('versions.withdraw')} onAsk={() => setAsked({ version, step: 'withdraw' })} />
                      )
                    ) : (
                      <Order label={t('versions.restore')} onAsk={() => setAsked({ version, step: 'restore' })} />
                    )}
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
      {asked === null ? null : (
        <fieldset className="script-card__actions versions__ask" aria-label={t(`versions.${asked.step}`)}>
          <span>{t(`versions.ask.${asked.step}`, { version: asked.version.version })}</span>
          <Button
            size="compact-xs"
            onClick={() => {
              setAsked(null)
              void orders.moveVersion(asked.version, asked.step).then(onRefused)
            }}
          >
            {t(`versions.${asked.step}`)}
          </Button>
          <Button size="compact-xs" variant="default" data-autofocus onClick={() => setAsked(null)}>
            {t('list.cancel')}
          </Button>
        </fieldset>
      )}
    </details>
  )
}

function Order({ label, onAsk }: { readonly label: string; readonly onAsk: () => void }) {
  return (
    <Button size="compact-xs" variant="subtle" onClick={onAsk}>
      {label}
    </Button>
  )
}
