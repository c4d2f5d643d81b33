import { join } from 'node:path'
import { type App, BrowserWindow, dialog, type WebPreferences } from 'electron'
import type { LogEntry } from '#shared/ipc/contract.ts'
import { crashLimit } from './crash-limit.ts'
import type { HostTexts } from './i18n/texts.ts'
import { DESK_URL } from './origin.ts'

/** Every window of the programme is made with these. Nothing but the preload script stands between page and host. */
export function webPreferences(isPackaged: boolean): WebPreferences {
  return {
    preload: join(import.meta.dirname, '../preload/preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // A middle click opens a window past the page's own handlers.
    disableBlinkFeatures: 'Auxclick',
    // The checker would fetch dictionaries from a foreign site.
    spellcheck: false,
    // A minimised desk must keep its call and its connection to the exchange.
    backgroundThrottling: false,
    // The ring tone sounds before the operator has clicked anything.
    autoplayPolicy: 'no-user-gesture-required',
    devTools: !isPackaged,
  }
}

export interface DeskWindow {
  readonly window: BrowserWindow
  /** Restores, shows and focuses the window. */
  bringToFront(): void
}

/** Opens the window of the desk. */
export function openDeskWindow(app: App, texts: HostTexts, report: (entry: LogEntry) => void): DeskWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Opora',
    autoHideMenuBar: true,
    icon: join(app.getAppPath(), 'assets/icons/icon.png'),
    webPreferences: webPreferences(app.isPackaged),
  })
  window.once('ready-to-show', () => window.show())
  askBeforeLeaving(window, texts)
  reloadAfterCrash(app, window, texts, report)
  window.loadURL(DESK_URL).then(
    () => report({ level: 'info', code: 'window.loaded' }),
    () => window.isDestroyed() || report({ level: 'error', code: 'window.loadFailed' }),
  )
  return {
    window,
    bringToFront() {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}

/** The desk refuses `beforeunload` while a call or a form is open. Electron then closes nothing and says nothing: the question is ours. */
function askBeforeLeaving(window: BrowserWindow, { leave }: HostTexts): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: leave.message,
      buttons: [leave.stay, leave.leave],
      defaultId: 0,
      cancelId: 0,
    })
    if (answer === 1) event.preventDefault()
  })
}

/** What was saved is safe in the local store, so a crashed page is simply loaded again; not endlessly. */
function reloadAfterCrash(app: App, window: BrowserWindow, texts: HostTexts, report: (entry: LogEntry) => void): void {
  const mayReload = crashLimit()
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    report({ level: 'error', code: 'window.crashed', fields: { reason } })
    if (mayReload(Date.now())) {
      window.webContents.reload()
    } else {
      dialog.showErrorBox(texts.crashed.title, texts.crashed.message)
      app.exit(1)
    }
  })
}
