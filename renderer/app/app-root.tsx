import { Button, Loader } from '@mantine/core'
import { IconDatabaseX } from '@tabler/icons-react'
import { type StoreApi, useStore } from 'zustand'
import type { SessionStore } from '#renderer/features/auth/session-store.ts'
import { SignIn } from '#renderer/features/auth/sign-in.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { UntoldForm } from '#renderer/ui/untold-form.tsx'
import type { AppInfo } from '#shared/ipc/contract.ts'
import { Desk } from './desk.tsx'
import type { DeskSessionState } from './desk-session.ts'
import { CallsOverLock } from './lock/call-over-lock.tsx'

interface AppRootProps {
  readonly session: SessionStore
  readonly desks: StoreApi<DeskSessionState>
  readonly info: AppInfo
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
          <Desk key={state.desk.workplace.deviceId} parts={state.desk} />
        </>
      )
  }
}
