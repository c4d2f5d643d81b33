import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconPhoneOutgoing } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import type { TelephonyText } from './call-words.ts'
import { PHONE_KEYS } from './keymap.ts'
import type { DialDoubt, ManualDial } from './manual-dial.ts'

/** Longest number or SIP address that is typed, in characters. */
const NUMBER_MAX = 40

interface DialFieldProps {
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly dial: ManualDial
}

/** Types or pastes a number and calls it. What was typed stays until the call is made. */
export function DialField({ inputRef, dial }: DialFieldProps) {
  const t = useText('telephony')
  const limit = useTextLimit(NUMBER_MAX, dial.type)
  const error = dial.error === null ? null : t(`dial.${dial.error}`)

  function submit(event: FormEvent): void {
    event.preventDefault()
    dial.submit()
  }

  return (
    <form className="phone__dial" autoComplete="off" onSubmit={submit} noValidate>
      <TextInput
        ref={inputRef}
        type="tel"
        aria-label={t('dial.label')}
        aria-keyshortcuts={PHONE_KEYS.dial.shown}
        placeholder={`${t('dial.placeholder')} (${PHONE_KEYS.dial.shown})`}
        autoComplete="off"
        value={dial.number}
        error={limit.refusal === null ? error : refusalText(limit.refusal)}
        {...limit.guard}
        rightSection={
          <Tooltip label={t('dial.call')}>
            <ActionIcon type="submit" variant="subtle" aria-label={t('dial.call')}>
              <IconPhoneOutgoing size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        }
      />
      <Doubt dial={dial} onLeave={() => inputRef.current?.focus()} />
    </form>
  )
}

/** What the rules say to a number, for a person. */
export function doubtText(doubt: DialDoubt, t: TelephonyText): string {
  if (doubt.why !== 'quietHours') return t(`doubt.${doubt.why}`)
  return t('doubt.quietHours', { until: formatMoment(doubt.until, Date.now()) })
}

/** Asks before a number is dialled that the rules of outbound calls speak against. The safe answer has the focus. */
function Doubt({ dial, onLeave }: { readonly dial: ManualDial; readonly onLeave: () => void }) {
  const t = useText('telephony')
  const { doubt } = dial
  const no = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (doubt !== null) no.current?.focus()
  }, [doubt])
  if (doubt === null) return null
  function leave(): void {
    dial.giveUp()
    onLeave()
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    leave()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the question from either button
    <div className="phone__doubt" onKeyDown={onKeyDown}>
      <Notice tone="attention" icon={IconAlertTriangle} role="alert" title={doubtText(doubt, t)}>
        <span className="phone__doubt-answers">
          <Button ref={no} size="compact-sm" onClick={leave}>
            {t('doubt.leave')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={dial.insist}>
            {t('doubt.insist')}
          </Button>
        </span>
      </Notice>
    </div>
  )
}
