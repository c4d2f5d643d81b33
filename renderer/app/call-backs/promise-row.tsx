import { SegmentedControl } from '@mantine/core'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDesk } from '../desk-context.tsx'
import type { CallBackDraft } from './call-back-draft.ts'
import { timesOffered } from './times-offered.ts'
import './call-backs.css'

interface PromiseRowProps {
  readonly value: CallBackDraft
  /** When the times were offered first, so that they do not run away from under the hand. */
  readonly nowMs: number
  readonly onChange: (draft: CallBackDraft) => void
}

/** Time and addressee of a promised call (REQUIREMENTS C7); something is chosen always, so that nothing stands in the way of the next call. */
export function PromiseRow({ value, nowMs, onChange }: PromiseRowProps) {
  const t = useText('desk')
  const { user } = useDesk().workplace
  const times = timesOffered(nowMs)
  const all = times.includes(value.dueAt) ? times : [value.dueAt, ...times]
  return (
    <div className="promise">
      <span className="promise__word" id="promise-when">
        {t('callBack.when')}
      </span>
      <SegmentedControl
        size="xs"
        aria-labelledby="promise-when"
        value={value.dueAt}
        onChange={(dueAt) => onChange({ ...value, dueAt })}
        data={all.map((at) => ({ value: at, label: formatMoment(at, nowMs) }))}
      />
      {user.clinicIds.length === 0 ? null : (
        <SegmentedControl
          size="xs"
          aria-label={t('callBack.who')}
          value={value.isForAnyone ? 'anyone' : 'me'}
          onChange={(who) => onChange({ ...value, isForAnyone: who === 'anyone' })}
          data={[
            { value: 'me', label: t('callBack.me') },
            { value: 'anyone', label: t('callBack.anyone') },
          ]}
        />
      )}
    </div>
  )
}
