import { useStore } from 'zustand'
import type { SessionStore } from '#renderer/features/auth/session-store.ts'
import { SignIn } from '#renderer/features/auth/sign-in.tsx'
import type { AppInfo } from '#shared/ipc/contract.ts'

/** Sign-in or the desk. */
export function AppRoot({ session, info }: { readonly session: SessionStore; readonly info: AppInfo }) {
  const state = useStore(session.state)
  if (state.phase !== 'open') return <SignIn store={session} info={info} />
  return null
}
