import { ActionIcon, Button, PasswordInput, TextInput } from '@mantine/core'
import { IconAlertCircle, IconCloudOff, IconX } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { LanguageSwitch, ThemeSwitch } from '#renderer/ui/look-switches.tsx'
import { Mark } from '#renderer/ui/mark.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { initialsOf } from '#renderer/ui/person-initials.ts'
import { useTextLimit } from '#renderer/ui/text-limit.ts'
import { LOGIN_MAX, PASSWORD_MAX } from '#shared/features/auth/session.ts'
import type { AppInfo, VaultUser } from '#shared/ipc/contract.ts'
import { PIN_LENGTH } from '#shared/ipc/pin.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { LockReason } from './lock-note.ts'
import { PinField } from './pin-field.tsx'
import type { SessionState, SessionStore } from './session-state.ts'
import './sign-in.css'

interface SignInProps {
  readonly store: SessionStore
  readonly info: AppInfo
  /** Calls that go on over a lock; the telephone is then of who has locked, and nobody else may take her place. */
  readonly calls?: ReactNode
}

/** The first screen, and the one of a locked desk: who works here, the password, and what can be done when the server does not answer. */
export function SignIn({ store, info, calls = null }: SignInProps) {
  const t = useText('auth')
  const shell = useText('shell')
  const state = useStore(store.state)
  const locked = state.phase === 'locked' ? state : null
  const people = peopleOf(state)
  const isRevoked = state.phase === 'signedOut' && state.isRevoked === true
  const [picked, setPicked] = useState<VaultUser | null>()
  const chosen = picked === undefined || locked !== null ? (people[0] ?? null) : picked
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [pin, setPin] = useState('')
  const [wantsPassword, setWantsPassword] = useState(false)
  const byPin = chosen?.hasPin === true && !wantsPassword
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const loginLimit = useTextLimit(LOGIN_MAX, setLogin)
  const passwordLimit = useTextLimit(PASSWORD_MAX, setPassword)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (byPin) return submitPin(chosen.userId)
    const name = chosen?.login ?? login.trim()
    if (name === '') return setRefusal(refuse('auth.loginRequired', 'login'))
    if (password === '') return setRefusal(refuse('auth.passwordRequired', 'password'))
    setIsBusy(true)
    setRefusal(null)
    const end = await store.signIn(name, password)
    setIsBusy(false)
    if (end.ok) return
    setRefusal(end.error)
    if (end.error.code !== 'network.unreachable') setPassword('')
  }

  async function submitPin(userId: VaultUser['userId']): Promise<void> {
    if (pin.length < PIN_LENGTH) return setRefusal(refuse('vault.pinIncomplete', 'pin'))
    setIsBusy(true)
    setRefusal(null)
    const end = await store.openByPin(userId, pin)
    setIsBusy(false)
    setPin('')
    if (!end.ok) setRefusal(end.error)
  }

  function choose(person: VaultUser | null): void {
    setPicked(person)
    setRefusal(null)
    setPassword('')
    setPin('')
    setWantsPassword(false)
  }

  return (
    <div className="sign-in">
      <aside className="sign-in__side">
        <Arches />
        <div className="sign-in__brand">
          <Mark size={36} />
          {shell('app.name')}
        </div>
        <p className="sign-in__tagline">{shell('app.tagline')}</p>
        <div className="sign-in__version digits">{shell('menu.version', { version: info.version })}</div>
      </aside>
      <main className="sign-in__main">
        <div className="sign-in__looks">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <form autoComplete="off" className="sign-in__form" onSubmit={(event) => void submit(event)} noValidate>
          <h1>{t(locked === null ? 'title' : 'locked.title')}</h1>
          {locked === null ? null : <WhyLocked why={locked.why} info={info} />}
          {calls}
          {locked !== null && chosen !== null ? <LockedPerson person={chosen} /> : null}
          {locked === null && people.length > 0 ? (
            <People
              people={people}
              chosen={chosen}
              onChoose={choose}
              onForget={(person) => void store.forget(person.userId)}
            />
          ) : null}
          {chosen === null ? (
            <TextInput
              label={t('login')}
              size="md"
              name="login"
              autoComplete="username"
              autoFocus
              spellCheck={false}
              value={login}
              {...loginLimit.guard}
              error={
                loginLimit.refusal === null
                  ? refusal?.field === 'login'
                    ? refusalText(refusal)
                    : null
                  : refusalText(loginLimit.refusal)
              }
            />
          ) : null}
          {byPin ? (
            <PinField
              label={t('pin')}
              value={pin}
              onChange={setPin}
              autoFocus
              error={refusal?.field === 'pin' && !isAboutTries(refusal) ? refusalText(refusal) : null}
            />
          ) : (
            <PasswordInput
              key={chosen?.userId ?? 'other'}
              label={t('password')}
              size="md"
              name="password"
              autoComplete="current-password"
              autoFocus={chosen !== null}
              value={password}
              {...passwordLimit.guard}
              visible={isShown}
              onVisibilityChange={setIsShown}
              visibilityToggleButtonProps={{ 'aria-label': isShown ? t('password.hide') : t('password.show') }}
              error={
                passwordLimit.refusal === null
                  ? refusal?.field === 'password' && !isAboutTries(refusal)
                    ? refusalText(refusal)
                    : null
                  : refusalText(passwordLimit.refusal)
              }
            />
          )}
          <Problem refusal={refusal ?? (isRevoked ? refuse('device.revoked') : null)} info={info} />
          <Button type="submit" size="md" loading={isBusy} loaderProps={{ type: 'dots' }}>
            {t(locked === null ? 'submit' : 'locked.submit')}
          </Button>
          {chosen?.hasPin === true ? (
            <Button
              variant="subtle"
              onClick={() => {
                setRefusal(null)
                setWantsPassword(!wantsPassword)
              }}
            >
              {t(byPin ? 'pin.usePassword' : 'pin.usePin')}
            </Button>
          ) : null}
          {locked !== null && calls === null ? (
            <Button variant="subtle" onClick={() => void store.leaveLock()}>
              {t('locked.notMe')}
            </Button>
          ) : null}
        </form>
      </main>
    </div>
  )
}

/** Whom the screen offers: of a locked desk its own person alone. */
function peopleOf(state: SessionState): readonly VaultUser[] {
  if (state.phase === 'signedOut') return state.people
  return state.phase === 'locked' ? state.people.filter((person) => person.userId === state.userId) : []
}

function WhyLocked({ why, info }: { readonly why: LockReason; readonly info: AppInfo }) {
  const t = useText('auth')
  return (
    <p className="sign-in__why">
      {t(`locked.why.${why}`)} {t(info.secretStore === 'none' ? 'locked.memoryOnly' : 'locked.kept')}
    </p>
  )
}

function LockedPerson({ person }: { readonly person: VaultUser }) {
  const shell = useText('shell')
  return (
    <div className="sign-in__person sign-in__person--chosen sign-in__person--locked">
      <span className="initials" aria-hidden>
        {initialsOf(person.name)}
      </span>
      <span className="ellipsis">
        {person.name}
        <small>{shell(`role.${person.role}`)}</small>
      </span>
    </div>
  )
}

function isAboutTries(refusal: Refusal): boolean {
  return ['vault.wrongPassword', 'vault.wrongPin', 'vault.tooEarly', 'vault.leaseEnded', 'vault.noPin'].includes(
    refusal.code,
  )
}

function Problem({ refusal, info }: { readonly refusal: Refusal | null; readonly info: AppInfo }) {
  const t = useText('auth')
  if (refusal === null || (refusal.field !== undefined && !isAboutTries(refusal))) return null
  if (refusal.code === 'network.unreachable') {
    return (
      <Notice tone="attention" icon={IconCloudOff} title={t('offline.title')} role="alert">
        {info.host === 'browser' ? t('offline.browser') : t('offline.cannotOpen')}
      </Notice>
    )
  }
  const triesLeft = refusal.args?.['triesLeft']
  const waitMs = Number(refusal.args?.['retryAfterMs'] ?? 0)
  return (
    <Notice tone="urgent" icon={IconAlertCircle} title={refusalText(refusal)} role="alert">
      {typeof triesLeft === 'number' ? (
        <div>{t(refusal.field === 'pin' ? 'pin.triesLeft' : 'triesLeft', { count: triesLeft })}</div>
      ) : null}
      {waitMs > 0 ? <div>{t('wait', { count: Math.ceil(waitMs / 1000) })}</div> : null}
    </Notice>
  )
}

interface PeopleProps {
  readonly people: readonly VaultUser[]
  readonly chosen: VaultUser | null
  readonly onChoose: (person: VaultUser | null) => void
  readonly onForget: (person: VaultUser) => void
}

function People({ people, chosen, onChoose, onForget }: PeopleProps) {
  const t = useText('auth')
  const shell = useText('shell')
  return (
    <div>
      <span className="field__label" id="people-title">
        {t('people.title')}
      </span>
      <ul className="sign-in__people" aria-labelledby="people-title">
        {people.map((person) => {
          const isChosen = person.userId === chosen?.userId
          return (
            <li key={person.userId} className={`sign-in__person ${isChosen ? 'sign-in__person--chosen' : ''}`}>
              <button
                type="button"
                className="sign-in__choose"
                aria-pressed={isChosen}
                onClick={() => onChoose(person)}
              >
                <span className="initials" aria-hidden>
                  {initialsOf(person.name)}
                </span>
                <span className="ellipsis">
                  {person.name}
                  <small>{shell(`role.${person.role}`)}</small>
                </span>
              </button>
              <ActionIcon
                aria-label={t('people.forget', { name: person.name })}
                onClick={() => onForget(person)}
                mr={6}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          )
        })}
        <li className={`sign-in__person ${chosen === null ? 'sign-in__person--chosen' : ''}`}>
          <button
            type="button"
            className="sign-in__choose"
            aria-pressed={chosen === null}
            onClick={() => onChoose(null)}
          >
            {t('people.other')}
          </button>
        </li>
      </ul>
    </div>
  )
}

function Arches() {
  return (
    <svg
      className="sign-in__arches"
      viewBox="0 0 400 400"
      fill="none"
      stroke="#2c625d"
      strokeWidth="22"
      aria-hidden="true"
    >
      <path d="M50 420V200a150 150 0 0 1 300 0v220" />
      <path d="M110 420V205a90 90 0 0 1 180 0v215" stroke="#3b7a74" />
      <path d="M200 420V210" stroke="#58a69d" strokeLinecap="round" />
    </svg>
  )
}
