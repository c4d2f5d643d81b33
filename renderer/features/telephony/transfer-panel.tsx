import { Button, Modal, TextInput } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconCoffee,
  IconPencil,
  IconPhone,
  IconPhoneCall,
  IconPhoneOff,
  IconUserCheck,
  IconUserHeart,
  IconUserOff,
} from '@tabler/icons-react'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { StateChip, type Tone } from '#renderer/ui/state-chip.tsx'
import { type ColleagueState, colleaguesLike, inOrderOfHelp } from '#shared/features/telephony/colleagues.ts'
import { shownNumber } from './call-words.ts'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'
import { useTransferDirectory } from './transfer-directory.ts'

interface TransferPanelProps {
  /** The call to be handed over; undefined = closed. */
  readonly callId: string | undefined
  readonly onClose: () => void
}

/** To whom a call goes: colleagues with where they stand, or a number; asked first or sent at once. */
export function TransferPanel({ callId, onClose }: TransferPanelProps) {
  const t = useText('telephony')
  return (
    <Modal
      opened={callId !== undefined}
      onClose={onClose}
      title={t('transfer.title')}
      closeButtonProps={{ 'aria-label': t('settings.close') }}
      size="lg"
    >
      {callId === undefined ? null : <Choice callId={callId} onClose={onClose} />}
    </Modal>
  )
}

interface Target {
  readonly to: string
  readonly name: string
  readonly detail: string
  readonly state: ColleagueState | null
  readonly isOwn: boolean
}

const LOOK: Readonly<Record<ColleagueState, readonly [Tone, Icon]>> = {
  ready: ['accent', IconPhone],
  notReady: ['neutral', IconCoffee],
  afterCallWork: ['neutral', IconPencil],
  talking: ['attention', IconPhoneCall],
  ringing: ['attention', IconPhoneCall],
  dialling: ['attention', IconPhoneCall],
  noLine: ['neutral', IconPhoneOff],
  atDesk: ['neutral', IconUserCheck],
  away: ['neutral', IconUserOff],
}

function Choice({ callId, onClose }: { readonly callId: string; readonly onClose: () => void }) {
  const t = useText('telephony')
  const { phone } = useSoftphone()
  const hasFreeLine = useSoftphoneState((state) => state.calls.length < 2)
  const { areStatesKnown } = useTransferDirectory(callId)
  const [typed, setTyped] = useState('')
  const targets = useTargets(callId, typed)
  const [at, setAt] = useState(0)
  const listId = useId()
  const chosen = targets[Math.min(at, targets.length - 1)]

  function go(how: 'ask' | 'atOnce'): void {
    if (chosen === undefined) return
    if (how === 'atOnce') phone.transfer(chosen.to, callId)
    else if (hasFreeLine) phone.consult(chosen.to, chosen.detail === '' ? '' : chosen.name, callId)
    else return
    onClose()
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt(Math.max(0, Math.min(targets.length - 1, at + step)))
    else if (event.key === 'Enter') go(event.ctrlKey || !hasFreeLine ? 'atOnce' : 'ask')
    else return
    event.preventDefault()
  }

  return (
    <div className="transfer">
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        {...(chosen === undefined ? {} : { 'aria-activedescendant': `${listId}-${chosen.to}` })}
        label={t('transfer.who')}
        value={typed}
        maxLength={40}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      {areStatesKnown ? null : (
        <StateChip tone="attention" icon={IconAlertTriangle} isPlain>
          {t('transfer.unknown')}
        </StateChip>
      )}
      <div className="transfer__list scrolls" role="listbox" id={listId} aria-label={t('transfer.list')}>
        {targets.map((target) => (
          <TargetRow
            key={target.to}
            id={`${listId}-${target.to}`}
            target={target}
            isChosen={target === chosen}
            onChoose={() => setAt(targets.indexOf(target))}
          />
        ))}
      </div>
      {targets.length === 0 ? <p className="soft">{t('transfer.none')}</p> : null}
      <div className="transfer__actions">
        <Button
          disabled={chosen === undefined || !hasFreeLine}
          rightSection={<KeyHint keys="Enter" />}
          onClick={() => go('ask')}
        >
          {t('transfer.ask')}
        </Button>
        <Button
          variant="default"
          disabled={chosen === undefined}
          rightSection={<KeyHint keys="Ctrl+Enter" />}
          onClick={() => go('atOnce')}
        >
          {t('transfer.atOnce')}
        </Button>
      </div>
    </div>
  )
}

interface TargetRowProps {
  readonly id: string
  readonly target: Target
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function TargetRow({ id, target, isChosen, onChoose }: TargetRowProps) {
  const t = useText('telephony')
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus and names the chosen row (WAI-ARIA combobox)
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter of the field
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      className={`transfer__row ${isChosen ? 'transfer__row--chosen' : ''}`}
      onClick={onChoose}
    >
      <span className="transfer__name ellipsis">{target.name}</span>
      <span className="soft digits">{target.detail}</span>
      {target.isOwn ? (
        <StateChip tone="accent" icon={IconUserHeart} isPlain>
          {t('transfer.own')}
        </StateChip>
      ) : null}
      {target.state === null ? null : <StandingChip state={target.state} />}
    </div>
  )
}

function StandingChip({ state }: { readonly state: ColleagueState }) {
  const t = useText('telephony')
  const [tone, icon] = LOOK[state]
  return (
    <StateChip tone={tone} icon={icon} isPlain>
      {t(`presence.${state}`)}
    </StateChip>
  )
}

function useTargets(callId: string, typed: string): readonly Target[] {
  const t = useText('telephony')
  const { colleagues } = useTransferDirectory(callId)
  return useMemo(() => {
    const found = inOrderOfHelp(colleaguesLike(colleagues, typed)).map((it) => ({
      to: it.extension,
      name: it.name,
      detail: `${it.role} · ${it.extension}`,
      state: it.state,
      isOwn: it.isOwn,
    }))
    const number = typed.replace(/[\s()-]/g, '')
    const isNumber = /^\+?\d{2,15}$/.test(number) && !found.some((target) => target.to === number)
    const dialled: readonly Target[] = isNumber
      ? [
          {
            to: number,
            name: t('transfer.number', { number: shownNumber(number) }),
            detail: '',
            state: null,
            isOwn: false,
          },
        ]
      : []
    return [...found, ...dialled]
  }, [colleagues, typed, t])
}
