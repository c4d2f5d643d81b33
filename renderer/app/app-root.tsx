import { Button, Loader } from '@mantine/core'
import { IconClockExclamation, IconDatabaseX } from '@tabler/icons-react'
import { type StoreApi, useStore } from 'zustand'
import type { SessionStore } from '#renderer/features/auth/session-state.ts'
import { SignIn } from '#renderer/features/auth/sign-in.tsx'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { UntoldForm } from '#renderer/ui/untold-form.tsx'
import type { AppInfo } from '#shared/ipc/contract.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { Desk } from './desk.tsx'
import type { DeskSessionState } from './desk-session.ts'
import { CallsOverLock } from './lock/call-over-lock.tsx'

interface AppRootProps {
  readonly session: SessionStore
  readonly desks: StoreApi<DeskSessionState>
  readonly info: AppInfo
}

/** Rule KEY5: said over the desk for as long as the clock is behind what was seen. */
function ClockNotice({ session }: Pick<AppRootProps, 'session'>) {
  const isSetBack = useStore(session.state, (state) => state.phase === 'open' && state.isClockSetBack === true)
  if (!isSetBack) return null
  return (
    <Notice
      tone="attention"
      icon={IconClockExclamation}
      title={refusalText(refuse('vault.clockSetBack'))}
      role="status"
    />
  )
}

/** Sign-in, or the desk of who is signed in. */
export function AppRoot({ session, desks, info }: AppRootProps) {
  const t = useText('auth')
  const shell = useText('shell')
  const phase = useStore(session.state, (state) => state.phase)
  const state = useStore(desks)
  if (phase === 'locked' && (state.phase === 'locking' || state.phase === 'open'))
    return (
      <div className="opening" role="status">
        <Loader size="sm" />
        {t('locking')}
      </div>
    )
  if (phase !== 'open') {
    const calls = state.phase === 'lockedOnCall' ? <CallsOverLock soft={state.soft} /> : null
    return <SignIn store={session} info={info} calls={calls} />
  }
  switch (state.phase) {
    case 'closed':
    case 'opening':
    case 'locking':
    case 'lockedOnCall':
      return (
        <div className="opening" role="status">
          <Loader size="sm" />
          {t('opening')}
        </div>
      )
    case 'failed':
      return (
        <div className="opening">
          <EmptyState icon={IconDatabaseX} title={t('storeFailed')} body={t('storeFailed.body')}>
            <Button onClick={state.retry}>{shell('error.retry')}</Button>
            <Button variant="default" onClick={() => void session.signOut()}>
              {shell('menu.signOut')}
            </Button>
          </EmptyState>
        </div>
      )
    case 'open':
      return (
        <>
          <UntoldForm />
          <ClockNotice session={session} />
          <Desk key={state.desk.workplace.deviceId} parts={state.desk} />
        </>
      )
  }
}
