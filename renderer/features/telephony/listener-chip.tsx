import { useText } from '#renderer/i18n/i18n.ts'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import { LISTENING_ICONS } from './listening-words.ts'
import { useSoftphoneState } from './softphone-context.tsx'

/** Says that a supervisor takes part in this call, where the grant wants it shown. Told to screen readers as it comes. [TEL103] */
export function ListenerChip({ callId }: { readonly callId: string }) {
  const t = useText('telephony')
  const listener = useSoftphoneState((state) => state.listeners.find((it) => it.callId === callId && it.isShown))
  return (
    <span role="status" className="phone__listener">
      {listener === undefined ? null : (
        <StateChip
          tone={listener.mode === 'listen' ? 'neutral' : 'attention'}
          icon={LISTENING_ICONS[listener.mode]}
          title={t('listener.from', { extension: listener.extension })}
        >
          {t(`listener.${listener.mode}`)}
        </StateChip>
      )}
    </span>
  )
}
