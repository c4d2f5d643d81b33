import '#renderer/platform/strict-policy.ts'
import '@fontsource-variable/golos-text/wght.css'
import '@mantine/core/styles.css'
import '@mantine/spotlight/styles.css'
import '#renderer/ui/tokens.css'
import '#renderer/ui/mantine-under-tokens.css'
import '#renderer/ui/base.css'
import '#renderer/ui/kit.css'
import '#renderer/i18n/i18n.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { requestRefresh, requestSignIn, requestSignOut } from '#renderer/features/auth/auth-api.ts'
import { dropOldPassports, oldInstallationIn } from '#renderer/features/auth/installation.ts'
import { lockNoteIn } from '#renderer/features/auth/lock-note.ts'
import { createSessionStore } from '#renderer/features/auth/session-store.ts'
import { tellDaysIn } from '#renderer/i18n/today.ts'
import { host } from '#renderer/platform/host.ts'
import { must } from '#shared/kernel/result.ts'
import { AppRoot } from './app-root.tsx'
import { destroyStore } from './desk-data/destroy-store.ts'
import { prepareStore } from './desk-data/prepared-store.ts'
import { prepareWorkers } from './desk-data/spare-workers.ts'
import { followSession } from './desk-session.ts'
import { awaitedDevice } from './lock/awaited-device.ts'
import { browserPage, followLock } from './lock/lock-watch.ts'
import { reflectPreferences } from './preferences.ts'
import { Providers } from './providers.tsx'
import { queries } from './queries.ts'

prepareWorkers()
reflectPreferences()
dropOldPassports(localStorage)
const session = createSessionStore({
  host,
  api: { signIn: requestSignIn, refresh: requestRefresh, signOut: requestSignOut },
  clock: { now: () => Date.now() },
  destroyStore,
  knownInstallation: oldInstallationIn(localStorage),
  lockNote: lockNoteIn(sessionStorage),
})
// Before anything that shows a day subscribes: the first screen already tells the organisation's days.
session.state.subscribe((now) => tellDaysIn(now.phase === 'open' ? now.workplace.user.zoneOffsetMinutes : null))
session.state.subscribe((now) => {
  const device = awaitedDevice(now)
  if (device !== null) void prepareStore(device)
})
const info = await host.app.info()
const desks = followSession(session, info, host, () => location.reload())
followLock({ session, desks, host, page: browserPage(window) })
session.state.subscribe((now) => {
  if (now.phase === 'locked') queries.clear()
})
await session.start()

createRoot(must(document.getElementById('desk'), '#desk')).render(
  <StrictMode>
    <Providers>
      <AppRoot {...{ session, desks, info }} />
    </Providers>
  </StrictMode>,
)
