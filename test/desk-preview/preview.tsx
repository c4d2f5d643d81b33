import '@fontsource-variable/golos-text/wght.css'
import '@mantine/core/styles.css'
import '@mantine/spotlight/styles.css'
import '#renderer/ui/tokens.css'
import '#renderer/ui/mantine-under-tokens.css'
import '#renderer/ui/base.css'
import '#renderer/ui/kit.css'
import { createRoot } from 'react-dom/client'
import { createStore } from 'zustand/vanilla'
import type { SessionStore } from '#renderer/features/auth/session-state.ts'
import type { SyncStatus } from '#renderer/sync/desk-data.ts'
import type { Role } from '#shared/kernel/actor.ts'
import { memoryDeskData } from '#test/fakes/memory-desk-data.ts'
import { fakeHost } from './fake-host.ts'
import { anActor, aUser, fill } from './fixtures.ts'

const asked = new URLSearchParams(location.search)
const view = asked.get('view') ?? 'sign-in'

if (view.startsWith('sign-in')) {
  if (view === 'sign-in') Object.defineProperty(window, 'desktop', { value: fakeHost })
  await import('#renderer/app/main.tsx')
} else {
  await import('#renderer/i18n/i18n.ts')
  const { Providers } = await import('#renderer/app/providers.tsx')
  const { Desk } = await import('#renderer/app/desk.tsx')
  const { reflectPreferences } = await import('#renderer/app/preferences.ts')
  reflectPreferences()
  const role = (asked.get('role') ?? 'L1') as Role
  const now = Date.now()
  const data = memoryDeskData(anActor(role), { now: () => Date.now() })
  fill(data, now)
  const contents = import.meta.glob(
    ['../../assets/call-scripts/*.json', '../../assets/surveys/*.json', '../../assets/classifiers/appeals.ru.json'],
    {
      eager: true,
      import: 'default',
    },
  )
  for (const [path, content] of Object.entries(contents))
    data.put(path.includes('classifiers') ? 'appealClassifier' : 'callScript', content as never)
  const knowledge = import.meta.glob<readonly object[]>('../../assets/knowledge/*.json', {
    eager: true,
    import: 'default',
  })
  for (const article of Object.values(knowledge).flat()) data.put('knowledgeArticle', article as never)
  const syncStatus = createStore<SyncStatus>(() => ({
    api: asked.has('offline') ? 'unreachable' : 'reachable',
    waiting: asked.has('offline') ? 3 : 0,
    oldestWaitingAt: asked.has('offline') ? new Date(now - 600_000).toISOString() : null,
    needsYou: asked.has('needs') ? 1 : 0,
    lastSuccessAt: new Date(now - 20_000).toISOString(),
    loading: asked.has('loading')
      ? { title: 'Поликлиника № 117', done: 41_500, total: 67_400, bytes: 8_400_000 }
      : null,
    clockOffsetMs: asked.has('clock') ? 240_000 : 0,
    numbersLeft: 180,
    survivesRestartOffline: true,
    storeLoss: null,
    parallelUpdates: [],
  }))
  const workplace = {
    apiUrl: '',
    login: 'morozova',
    user: aUser(role),
    deviceId: anActor(role).deviceId,
    expectedN: 1,
    dataKey: '',
  }
  const session = { signOut: async () => {} } as unknown as SessionStore
  const info = await fakeHost.app.info()
  const { assembleDesk } = await import('#renderer/app/desk-parts.ts')
  const { fakePhone } = await import('./fake-phone.ts')
  const phone = fakePhone()
  const parts = assembleDesk({ workplace, session, host: fakeHost, info, data, syncStatus, soft: phone.soft })
  phone.soft.start()
  Object.assign(window, { data, phone, parts })
  createRoot(document.getElementById('desk') as HTMLElement).render(
    <Providers>
      <Desk parts={parts} />
    </Providers>,
  )
}
