import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconPlugConnected, IconRotate2 } from '@tabler/icons-react'
import { useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { TeamDevice } from '#shared/features/staff/team.ts'
import './staff.css'

interface DeviceCardProps {
  readonly device: TeamDevice
  /** The device this supervisor works on: it is not revoked from itself. */
  readonly isOwn: boolean
  /** Resolves with whether the server took it. */
  readonly onRevoke: () => Promise<boolean>
  readonly onAllow: () => Promise<boolean>
}

/** One installation of the desk: since when, last exchange, what waits on it; revoking asks and warns first (rule WIPE1). */
export function DeviceCard({ device, isOwn, onRevoke, onAllow }: DeviceCardProps) {
  const t = useText('staff')
  useLanguage()
  const [state, setState] = useState<'idle' | 'asking' | 'busy' | 'failed'>('idle')
  const isRevoked = device.revokedAt !== null
  async function run(work: () => Promise<boolean>): Promise<void> {
    setState('busy')
    setState((await work()) ? 'idle' : 'failed')
  }
  const facts = [
    [t('device.version'), device.appVersion],
    [t('device.first'), formatMoment(device.createdAt, Date.now())],
    [t('device.seen'), formatMoment(device.seenAt, Date.now())],
    ...(isRevoked ? [] : [[t('device.unsent'), unsentText(device, t)]]),
  ] as const
  return (
    <article className={`device ${isRevoked ? 'device--revoked' : ''}`} aria-label={t(`device.${device.host}`)}>
      <header className="device__head">
        <span className="device__name">{t(`device.${device.host}`)}</span>
        {isRevoked ? (
          <StateChip icon={IconBan} tone="attention">
            {t('device.revoked', {
              when: formatMoment(device.revokedAt ?? '', Date.now()),
              name: device.revokedByName ?? '',
            })}
          </StateChip>
        ) : device.unsent === null ? null : (
          <StateChip icon={IconPlugConnected} tone="accent">
            {t('device.online')}
          </StateChip>
        )}
      </header>
      <dl className="sv-facts">
        {facts.map(([name, value]) => (
          <div key={name} className="sv-facts__pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {state === 'asking' ? (
        <Notice tone="urgent" icon={IconAlertTriangle} title={t('revoke.title')} role="alert">
          <p className="sv-text">{t('revoke.body')}</p>
          <p className="sv-text">{warningOf(device, t)}</p>
          <span className="device__actions">
            <Button size="xs" color="red" onClick={() => void run(onRevoke)}>
              {t('revoke.yes')}
            </Button>
            <Button size="xs" variant="default" data-autofocus onClick={() => setState('idle')}>
              {t('revoke.no')}
            </Button>
          </span>
        </Notice>
      ) : isOwn ? (
        <p className="sv-soft">{t('device.own')}</p>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={state === 'busy'}
          leftSection={isRevoked ? <IconRotate2 size={15} /> : <IconBan size={15} />}
          onClick={() => (isRevoked ? void run(onAllow) : setState('asking'))}
        >
          {isRevoked ? t('allow') : t('revoke')}
        </Button>
      )}
      {state === 'failed' ? (
        <p className="field__message" role="alert">
          {t('failed')}
        </p>
      ) : null}
    </article>
  )
}

type StaffText = ReturnType<typeof useText<'staff'>>

function unsentText({ unsent }: TeamDevice, t: StaffText): string {
  if (unsent === null) return t('device.unsent.unknown')
  return unsent === 0 ? t('device.unsent.none') : String(unsent)
}

/** Unsent work goes with the device: what is known of it is said before, and what is not known is said too. */
function warningOf({ unsent, seenAt }: TeamDevice, t: StaffText): string {
  if (unsent === null) return t('revoke.unknown', { when: formatMoment(seenAt, Date.now()) })
  return unsent === 0 ? t('revoke.sent') : t('revoke.unsent', { count: unsent })
}
