import {
  IconAlertTriangle,
  IconArrowUp,
  IconClockExclamation,
  IconCloudCheck,
  IconCloudOff,
  IconDatabaseExclamation,
  IconDownload,
  IconInbox,
  IconNumbers,
  IconPlugConnected,
} from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount, formatMoment } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import type { SyncStatus } from '#renderer/sync/desk-data.ts'
import { useNow } from '#renderer/ui/use-now.ts'
import './sync-bar.css'

/** Two minutes is what the protocol calls a wrong clock (TIME1). */
const CLOCK_TOLERANCE_MS = 2 * 60_000
/** Fewer than this are worth a word; the desk asks for more by itself at a hundred. */
const FEW_NUMBERS = 20

interface SyncBarProps {
  readonly status: SyncStatus
  /** Matters that colleagues handed to this user and that are open. */
  readonly handed: number
  readonly onTryNow: () => Promise<void>
  /** Opens the lists of what waits and what needs the person. */
  readonly onOpenInbox: (list: 'waiting' | 'needsYou') => void
  /** Shown when the server wants a sign-in. */
  readonly onSignIn: () => void
}

/** What works, what waits, what needs a hand: one quiet line, never a window (principle 9). */
export function SyncBar({ status, handed, onTryNow, onOpenInbox, onSignIn }: SyncBarProps) {
  const t = useText('sync')
  const now = useNow(30_000)
  const [isTrying, setIsTrying] = useState(false)

  async function tryNow(): Promise<void> {
    setIsTrying(true)
    await onTryNow()
    setIsTrying(false)
  }

  return (
    <div className="sync-bar">
      <span role="status" className="sync-bar__part">
        <Link status={status} />
      </span>
      {status.api === 'reachable' && status.lastSuccessAt !== null && status.waiting === 0 ? (
        <span className="sync-bar__part digits">
          {t('lastSuccess', { time: formatMoment(status.lastSuccessAt, now) })}
        </span>
      ) : null}
      {status.waiting > 0 ? (
        <span className="sync-bar__part digits">
          <button type="button" className="sync-bar__button" onClick={() => onOpenInbox('waiting')}>
            <IconArrowUp size={14} aria-hidden />
            {t('waiting', { count: status.waiting })}
            {status.oldestWaitingAt === null
              ? null
              : ` · ${t('waiting.oldest', { time: formatMoment(status.oldestWaitingAt, now) })}`}
          </button>
          <button type="button" className="sync-bar__button" disabled={isTrying} onClick={() => void tryNow()}>
            {isTrying ? t('tryNow.busy') : t('tryNow')}
          </button>
        </span>
      ) : null}
      {status.api === 'signedOut' ? (
        <button type="button" className="sync-bar__button" onClick={onSignIn}>
          {t('signIn')}
        </button>
      ) : null}
      <Loading status={status} />
      <span className="sync-bar__end">
        <Warnings status={status} />
        {handed > 0 ? (
          <button type="button" className="sync-bar__button" onClick={() => onOpenInbox('needsYou')}>
            <IconInbox size={14} aria-hidden />
            {t('handed.count', { count: handed })}
          </button>
        ) : null}
        {status.needsYou > 0 ? (
          <button
            type="button"
            className="sync-bar__button sync-bar__button--urgent"
            onClick={() => onOpenInbox('needsYou')}
          >
            <IconInbox size={14} aria-hidden />
            {t('needsYou', { count: status.needsYou })}
          </button>
        ) : null}
      </span>
    </div>
  )
}

function Link({ status }: { readonly status: SyncStatus }) {
  const t = useText('sync')
  switch (status.api) {
    case 'unknown':
      return (
        <>
          <IconPlugConnected size={14} aria-hidden />
          {t('api.unknown')}
        </>
      )
    case 'reachable':
      return (
        <span className="sync-bar__part sync-bar__part--accent">
          <IconCloudCheck size={15} aria-hidden />
          {t('api.reachable')}
        </span>
      )
    case 'unreachable':
    case 'signedOut':
    case 'tooOld':
      return (
        <>
          <span className="sync-bar__part sync-bar__part--attention">
            <IconCloudOff size={15} aria-hidden />
            {t(`api.${status.api}`)}
          </span>
          <span className="sync-bar__works">— {t(`api.${status.api}.works`)}</span>
        </>
      )
  }
}

function Loading({ status }: { readonly status: SyncStatus }) {
  const t = useText('sync')
  const { loading } = status
  if (loading === null) return null
  return (
    <span className="sync-bar__part digits">
      <IconDownload size={14} aria-hidden />
      <progress max={loading.total} value={loading.done} aria-label={t('loading.label')} />
      {t('loading', {
        title: loading.title,
        done: formatCount(loading.done),
        total: formatCount(loading.total),
        megabytes: (loading.bytes / 1_048_576).toFixed(1),
      })}
    </span>
  )
}

function Warnings({ status }: { readonly status: SyncStatus }) {
  const t = useText('sync')
  const offMs = Math.abs(status.clockOffsetMs ?? 0)
  const loss = status.storeLoss
  return (
    <>
      {loss === null ? null : (
        <span className="sync-bar__part sync-bar__part--attention" role="alert" title={t(`storeLoss.${loss.kind}`)}>
          <IconDatabaseExclamation size={15} aria-hidden />
          {t(`storeLoss.${loss.kind}.short`)} {t('storeLoss.takenBack', { count: loss.takenBack })}
        </span>
      )}
      {offMs > CLOCK_TOLERANCE_MS ? (
        <span className="sync-bar__part sync-bar__part--attention">
          <IconClockExclamation size={15} aria-hidden />
          {t('clockOff', { count: Math.round(offMs / 60_000) })}
        </span>
      ) : null}
      {status.numbersLeft < FEW_NUMBERS && status.api !== 'unknown' ? (
        <span className="sync-bar__part sync-bar__part--attention digits">
          <IconNumbers size={15} aria-hidden />
          {t('numbersLeft', { count: status.numbersLeft })}
        </span>
      ) : null}
      {status.survivesRestartOffline ? null : (
        <span className="sync-bar__part sync-bar__part--yields" title={t('memoryOnly')}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>{t('memoryOnly')}</span>
        </span>
      )}
    </>
  )
}
