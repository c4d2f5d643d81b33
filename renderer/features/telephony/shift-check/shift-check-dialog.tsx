import { Button, Loader, Modal } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconEar, IconMicrophone } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import type { TelephonyText } from '../call-words.ts'
import { useSoftphone, useSoftphoneState } from '../softphone-context.tsx'
import { CHECK_ITEMS, type CheckItem } from './check-memory.ts'
import type { CheckState, ShiftCheck, ShiftCheckState } from './shift-check.ts'
import './shift-check.css'

/** What is well and what is not before the shift, with a remedy for each fault. */
export function ShiftCheckDialog({ onSettings }: { readonly onSettings: () => void }) {
  const t = useText('telephony')
  const { check } = useSoftphone()
  const isOpen = useStore(check.store, (state) => state.isOpen)
  return (
    <Modal
      opened={isOpen}
      onClose={() => check.close()}
      title={t('check.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('settings.close') }}
    >
      {isOpen ? <Body check={check} onSettings={onSettings} /> : null}
    </Modal>
  )
}

function Body({ check, onSettings }: { readonly check: ShiftCheck; readonly onSettings: () => void }) {
  const t = useText('telephony')
  const state = useStore(check.store)
  return (
    <div className="check">
      <p className="check__lead">{t('check.lead')}</p>
      <ul className="check__items">
        {CHECK_ITEMS.map((item) => (
          <Row key={item} item={item} state={state} check={check} />
        ))}
      </ul>
      <p className="check__kept" role="status">
        {keptWord(state, t)}
      </p>
      <div className="check__end">
        <Button variant="default" onClick={() => check.open()}>
          {t('check.again')}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            check.close()
            onSettings()
          }}
        >
          {t('settings.open')}
        </Button>
        <span className="check__space" />
        <Button onClick={() => check.close()}>{t('check.done')}</Button>
      </div>
    </div>
  )
}

function keptWord({ kept }: ShiftCheckState, t: TelephonyText): string {
  if (kept?.at == null) return ''
  const time = formatTime(new Date(kept.at).toISOString())
  if (kept.failed.length === 0) return t('check.kept.well', { time })
  const what = kept.failed.map((item) => t(`check.item.${item}`).toLocaleLowerCase()).join(', ')
  return t('check.kept.faults', { time, what })
}

const LOOK = {
  open: { icon: IconCircleDashed, tone: '' },
  asking: { icon: IconEar, tone: '' },
  needsLeave: { icon: IconCircleDashed, tone: '' },
  passed: { icon: IconCircleCheck, tone: 'check__row--passed' },
  failed: { icon: IconAlertTriangle, tone: 'check__row--failed' },
} as const

interface RowProps {
  readonly item: CheckItem
  readonly state: ShiftCheckState
  readonly check: ShiftCheck
}

function Row({ item, state, check }: RowProps) {
  const t = useText('telephony')
  const now = state.items[item]
  const look = now.is === 'running' ? null : LOOK[now.is]
  const Glyph = now.is === 'running' && now.what !== 'looking' ? IconMicrophone : look?.icon
  return (
    <li className={`check__row ${look?.tone ?? ''}`}>
      {Glyph === undefined ? <Loader size={18} aria-hidden /> : <Glyph size={20} stroke={1.8} aria-hidden />}
      <div className="check__what">
        <strong>{t(`check.item.${item}`)}</strong>
        <span className="check__word" role="status">
          <Word item={item} now={now} state={state} />
        </span>
        {item === 'microphone' && now.is === 'running' ? (
          <meter className="phone__level" aria-label={t('settings.level')} min={0} max={1} value={state.level} />
        ) : null}
      </div>
      <Actions item={item} now={now} check={check} />
    </li>
  )
}

function Word({ item, now, state }: Pick<RowProps, 'item' | 'state'> & { readonly now: CheckState }): ReactNode {
  const t = useText('telephony')
  const choice = useSoftphoneState(({ choice }) => choice)
  if (now.is === 'failed') {
    return typeof now.why === 'string' ? t(`check.remedy.${now.why}`) : t(`linkHelp.${now.why.link}`)
  }
  if (now.is === 'running') return t(`check.running.${now.what}`)
  if (now.is === 'needsLeave') return t('check.needsLeave')
  if (now.is === 'asking') return t('check.asking')
  if (now.is === 'passed' && item === 'network')
    return t(state.network?.turn === 'answered' ? 'check.network.relay' : 'check.network.direct')
  if (item === 'ringer' && choice.ringId === choice.speakerId) return t('check.ringer.sameDevice')
  return now.is === 'passed' ? t('check.passed') : t(`check.how.${item}`)
}

function Actions({ item, now, check }: Pick<RowProps, 'item' | 'check'> & { readonly now: CheckState }) {
  const t = useText('telephony')
  if (now.is === 'needsLeave')
    return (
      <Button size="compact-sm" onClick={() => void check.askNotices()}>
        {t('check.allow')}
      </Button>
    )
  if (item === 'microphone' && now.is === 'failed')
    return <Again what={t('check.item.microphone')} onClick={() => void check.listen()} />
  if (item !== 'speaker' && item !== 'ringer' && item !== 'ownVoice') return null
  if (now.is === 'running') return null
  if (now.is === 'asking')
    return (
      <span className="check__answers">
        <Button size="compact-sm" autoFocus onClick={() => check.heard(item, true)}>
          {t('check.heard')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => check.heard(item, false)}>
          {t('check.unheard')}
        </Button>
      </span>
    )
  const begin = (): void => (item === 'ownVoice' ? void check.repeatVoice() : check.sound(item))
  return now.is === 'open' ? (
    <Button size="compact-sm" variant="light" onClick={begin}>
      {t(`check.begin.${item}`)}
    </Button>
  ) : (
    <Again what={t(`check.item.${item}`)} onClick={begin} />
  )
}

function Again({ what, onClick }: { readonly what: string; readonly onClick: () => void }) {
  const t = useText('telephony')
  return (
    <Button size="compact-sm" variant="default" aria-label={`${t('check.repeat')}: ${what}`} onClick={onClick}>
      {t('check.repeat')}
    </Button>
  )
}
