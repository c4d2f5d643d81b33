import { Button, PasswordInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useStore } from 'zustand'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useDesk } from '../desk-context.tsx'

/** The server wants the password once more. The desk goes on meanwhile: this is a block on the page, never a window over it. */
export function SignInAgain() {
  const t = useText('auth')
  const { session } = useDesk()
  const { sync } = useDeskData()
  const isNotActive = useStore(session.state, (state) => state.phase === 'open' && state.endedBy === 'auth.notActive')
  const [password, setPassword] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setIsBusy(true)
    const end = await session.confirm(password)
    setIsBusy(false)
    setRefusal(end.ok ? null : end.error)
    if (end.ok) await sync.tryNow()
  }

  return (
    <Notice tone="attention" icon={IconLock} title={t(isNotActive ? 'ended.notActive.title' : 'ended.title')}>
      <p style={{ margin: '2px 0 8px' }}>{t(isNotActive ? 'ended.notActive.body' : 'ended.body')}</p>
      <form autoComplete="off" className="sign-in-again" onSubmit={(event) => void submit(event)}>
        <PasswordInput
          aria-label={t('password')}
          placeholder={t('password')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={refusal === null ? null : refusalText(refusal)}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        />
        <Button type="submit" loading={isBusy}>
          {t('submit')}
        </Button>
      </form>
    </Notice>
  )
}
