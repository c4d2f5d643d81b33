import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, dialog, ipcMain, Notification, powerMonitor, protocol, safeStorage, session, shell } from 'electron'
import { newUuid } from '#shared/kernel/ids.ts'
import { serveBundle } from './bundle.ts'
import { deskEvents, watchPower } from './desk-events.ts'
import { attentionHandlers } from './handlers/attention.ts'
import { fileHandlers } from './handlers/files.ts'
import { installationOf } from './handlers/installation.ts'
import { printHandlers } from './handlers/print.ts'
import { tokenHandlers } from './handlers/tokens.ts'
import { vaultHandlers } from './handlers/vault.ts'
import { en } from './i18n/en.ts'
import { ru } from './i18n/ru.ts'
import type { HostTexts } from './i18n/texts.ts'
import { answerChannels } from './ipc.ts'
import { openLogFile } from './log-file.ts'
import { giveContextMenu, setProgramMenu } from './menu.ts'
import { APP_SCHEME } from './origin.ts'
import { askWhereToSave } from './save-dialog.ts'
import { guardDownloads, guardNavigation, guardPermissions } from './security.ts'
import { type BadSetting, readSettings, type Settings } from './settings.ts'
import { numberFromArguments } from './tel-link.ts'
import { openTray } from './tray.ts'
import { hashPassword } from './vault/key-wrap.ts'
import { openDesks } from './vault/open-desks.ts'
import { sealedFiles } from './vault/sealed-files.ts'
import { safeStorageBox } from './vault/secret-box.ts'
import { createVault } from './vault/vault.ts'
import { writeWholeFile } from './whole-file.ts'
import { openDeskWindow } from './window.ts'

/** Start order of the host, nothing else. What must be set before `ready` stands first. */
const clock = { now: () => Date.now() }
const profile = profileFolder()
const log = openLogFile(join(profile, 'logs/host.log'), clock)
const report = log.write

process.on('uncaughtException', (error) => {
  console.error(error)
  // The page may be in the middle of a conversation: it outlives a fault of the host.
  report({ level: 'error', code: 'host.uncaught', fields: { name: error.name } })
})

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  {
    scheme: APP_SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
])
if (app.requestSingleInstanceLock()) {
  // Never `await` readiness at the top level: it waits for this module, and this module would wait for it.
  void app.whenReady().then(start)
} else {
  app.quit()
}

/** Two desks on one computer, or a test, need profiles of their own; everything kept on disk is inside. */
function profileFolder(): string {
  const asked = app.commandLine.getSwitchValue('user-data-dir')
  if (asked !== '') app.setPath('userData', resolve(asked))
  return app.getPath('userData')
}

function start(): void {
  const texts = app.getLocale().startsWith('en') ? en : ru
  const settings = readSettings(process.env, readIfPresent(join(profile, 'settings.json')))
  if (!settings.ok) {
    void refuseToStart(settings.error, texts)
    return
  }
  guardPermissions(session.defaultSession)
  guardDownloads(session.defaultSession, report)
  guardNavigation(app, settings.value.externalOrigins, report)
  protocol.handle(APP_SCHEME, serveBundle(join(import.meta.dirname, '../renderer'), settings.value))
  setProgramMenu(texts, texts.tray.quit)
  openDesk(settings.value, texts)
}

/** The reason is on disk before the box, which waits for a person. */
async function refuseToStart({ field }: BadSetting, { badSettings }: HostTexts): Promise<void> {
  report({ level: 'error', code: 'host.badSettings', fields: { field } })
  await log.flush()
  dialog.showErrorBox(badSettings.title, badSettings.message.replace('{field}', field))
  app.exit(1)
}

function openDesk(settings: Settings, texts: HostTexts): void {
  const { window, bringToFront } = openDeskWindow(app, texts, report)
  giveContextMenu(window.webContents, texts)
  const send = deskEvents(window.webContents)
  const showPhoneState = openTray(app, texts, { bringToFront, wish: (wish) => send('agentWish', { wish }) })
  const secrets = safeStorageBox(safeStorage, process.platform)
  const vault = createVault({
    secrets,
    files: sealedFiles(join(profile, 'vault'), '.key'),
    hashPassword,
    randomBytes: (length) => randomBytes(length),
    clock,
  })
  const desks = openDesks()
  answerChannels(
    ipcMain,
    {
      app: {
        info: async () => ({
          host: 'electron',
          version: app.getVersion(),
          platform: process.platform,
          secretStore: (await secrets.isAvailable()) ? 'os' : 'none',
          apiUrl: settings.apiUrl,
        }),
        installation: installationOf(sealedFiles(profile, '.id'), () =>
          newUuid(clock.now(), (length) => randomBytes(length)),
        ),
      },
      vault: vaultHandlers(vault, desks),
      tokens: tokenHandlers(secrets, sealedFiles(join(profile, 'vault'), '.token'), desks),
      attention: attentionHandlers({
        showNotice: showSystemNotice,
        flashWindow: (isFlashing) => window.isDestroyed() || window.flashFrame(isFlashing),
        bringToFront,
        showPhoneState,
      }),
      files: fileHandlers({
        choosePath: (suggested, kind) => askWhereToSave(window, suggested, kind, texts),
        exists: async (path) => existsSync(path),
        write: writeWholeFile,
        showInFolder: (path) => shell.showItemInFolder(path),
        report,
        untitled: texts.files.untitled,
      }),
      print: printHandlers({ print: (options, done) => window.webContents.print(options, done), report }),
      log: {
        write: async (entry) => {
          report(entry)
          return null
        },
      },
    },
    report,
  )
  watchPower(powerMonitor, send)
  const tellNumber = (argv: readonly string[]): void => {
    const number = numberFromArguments(argv)
    if (number !== undefined) send('telLink', { number })
  }
  window.webContents.once('did-finish-load', () => tellNumber(process.argv))
  app.on('second-instance', (_event, argv) => {
    bringToFront()
    tellNumber(argv)
  })
  report({ level: 'info', code: 'host.started', fields: { version: app.getVersion(), platform: process.platform } })
}

function showSystemNotice(text: { title: string; body: string }, onClick: () => void): () => void {
  if (!Notification.isSupported()) return () => undefined
  // The desk plays its own ring tone; the notice stays until the call is answered or gone.
  const notice = new Notification({ ...text, silent: true, timeoutType: 'never', urgency: 'critical' })
  notice.on('click', onClick)
  notice.show()
  return () => notice.close()
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // A file that is there but cannot be read is a wrong setting, not a missing one.
    return ''
  }
}
