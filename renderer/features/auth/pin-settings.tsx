import { Button, Modal, PasswordInput } from '@mantine/core'
import { IconCheck, IconLockOff } from '@tabler/icons-react'
import { type FormEvent, useEffect, useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import type { AppInfo } from '#shared/ipc/contract.ts'
import { PIN_LENGTH } from '#shared/ipc/pin.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { PinField } from './pin-field.tsx'
import type { SessionStore } from './session-state.ts'
import './sign-in.css'

interface PinSettingsProps {
  readonly store: Pick<SessionStore, 'setPin' | 'dropPin' | 'hasPin'>
  readonly info: AppInfo
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Sets, changes and removes the PIN of who works here; says why there is none where the computer keeps no secrets (rule KEY2). */
export function PinSettings({ store, info, isOpen, onClose }: PinSettingsProps) {
  const t = useText('auth')
  const shell = useText('shell')
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('pin.title')}
      closeButtonProps={{ 'aria-label': shell('common.close') }}
    >
      {info.secretStore === 'none' ? (
        <Notice tone="attention" icon={IconLockOff} title={t('pin.none.title')}>
          {t(info.host === 'browser' ? 'pin.none.browser' : 'pin.none.computer')}
        </Notice>
      ) : (
        <PinForm store={store} />
      )}
    </Modal>
  )
}

function PinForm({ store }: Pick<PinSettingsProps, 'store'>) {
  const t = useText('auth')
  const [hasPin, setHasPin] = useState(false)
  const [password, setPassword] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [done, setDone] = useState<'set' | 'dropped' | null>(null)
  useEffect(() => {
    void store.hasPin().then(setHasPin)
  }, [store])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setDone(null)
    if (password === '') return setRefusal(refuse('auth.passwordRequired', 'password'))
    if (pin.length < PIN_LENGTH) return setRefusal(refuse('vault.pinIncomplete', 'pin'))
    if (again !== pin) return setRefusal(refuse('vault.pinsDiffer', 'again'))
    setIsBusy(true)
    const end = await store.setPin(password, pin)
    setIsBusy(false)
    setRefusal(end.ok ? null : end.error)
    if (!end.ok) return
    setHasPin(true)
    setDone('set')
    setPassword('')
    setPin('')
    setAgain('')
  }

  async function drop(): Promise<void> {
    await store.dropPin()
    setHasPin(false)
    setRefusal(null)
    setDone('dropped')
  }

  const errorOf = (field: string): string | null => (refusal?.field === field ? wordsOf(refusal) : null)
  function wordsOf(refused: Refusal): string {
    const why = refused.args?.['why']
    return refused.code === 'vault.weakPin' ? t(`pin.weak.${why as 'sequence'}`) : refusalText(refused)
  }

  return (
    <form autoComplete="off" className="pin-settings" onSubmit={(event) => void submit(event)} noValidate>
      <p className="pin-settings__words">{t(hasPin ? 'pin.isSet' : 'pin.why')}</p>
      <PasswordInput
        label={t('password')}
        description={t('pin.passwordWhy')}
        size="md"
        autoComplete="current-password"
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        error={errorOf('password')}
      />
      <PinField label={t('pin.new')} value={pin} onChange={setPin} error={errorOf('pin')} description={t('pin.rule')} />
      <PinField label={t('pin.again')} value={again} onChange={setAgain} error={errorOf('again')} />
      {refusal !== null && refusal.field === undefined ? <p role="alert">{refusalText(refusal)}</p> : null}
      {done === null ? null : <Notice tone="accent" icon={IconCheck} title={t(`pin.done.${done}`)} role="status" />}
      <div className="pin-settings__buttons">
        <Button type="submit" loading={isBusy}>
          {t(hasPin ? 'pin.change' : 'pin.set')}
        </Button>
        {hasPin ? (
          <Button variant="default" onClick={() => void drop()}>
            {t('pin.drop')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
