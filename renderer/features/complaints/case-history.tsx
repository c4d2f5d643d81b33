import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { ComplaintCase, HistoryEntry } from '#shared/features/complaints/complaint-case.ts'

interface CaseHistoryProps {
  readonly theCase: ComplaintCase
  readonly nameOfUser: (id: string) => string
}

/** Everything that was done with a case, newest first. */
export function CaseHistory({ theCase, nameOfUser }: CaseHistoryProps) {
  const t = useText('complaints')
  useLanguage()
  return (
    <ol className="entries">
      {[...theCase.history].reverse().map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added; two may share moment and kind
        <li key={`${entry.at}${theCase.history.length - index}`} className="entry">
          <div className="entry__head">
            <strong>
              {t(wordOf(entry, theCase.history))}
              {entry.letter === undefined ? '' : `: ${t(`notice.${entry.letter}`).toLocaleLowerCase()}`}
            </strong>
            <time className="soft digits" dateTime={entry.at}>
              {formatMoment(entry.at, Date.now())}
            </time>
            <span className="soft">{nameOfUser(entry.by)}</span>
            {entry.to === undefined ? null : <span>{t('history.to', { name: nameOfUser(entry.to) })}</span>}
          </div>
          {entry.note === '' ? null : <p className="entry__text">{entry.note}</p>}
        </li>
      ))}
    </ol>
  )
}

function wordOf(entry: HistoryEntry, history: readonly HistoryEntry[]) {
  if (entry.what === 'assigned' && entry.to === undefined) return 'history.queued'
  // The appeal begins its case; what the letter says comes to it afterwards, by the same event.
  if (entry.what === 'opened' && history.find(({ what }) => what === 'opened') !== entry) return 'history.openedAgain'
  return `history.${entry.what}` as const
}
