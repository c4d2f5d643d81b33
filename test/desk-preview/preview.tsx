import { fakeHost } from './fake-host.ts'

const view = new URLSearchParams(location.search).get('view') ?? 'sign-in'

Object.defineProperty(window, 'desktop', { value: view === 'sign-in-empty' ? undefined : fakeHost })
if (view.startsWith('sign-in')) await import('#renderer/app/main.tsx')
