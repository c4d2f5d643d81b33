import { type App, type Session, shell, type WebContents } from 'electron'
import type { LogEntry } from '#shared/ipc/contract.ts'
import { externalAddress } from './navigation.ts'
import { isOwnUrl } from './origin.ts'
import { isHeadset, isPermitted } from './permissions.ts'

/**
 * The two permission handlers share one decision. Of devices only headsets are given, without a question: there is one on the desk, and the system's
 * programme keeps no leave over a restart. Serial and USB are always refused.
 */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(
      isPermitted({
        permission,
        url: details.requestingUrl,
        isMainFrame: details.isMainFrame,
        mediaTypes: 'mediaTypes' in details ? details.mediaTypes : undefined,
      }),
    )
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isPermitted({
      permission,
      url: details.requestingUrl ?? requestingOrigin,
      isMainFrame: details.isMainFrame,
      mediaTypes: details.mediaType === undefined ? undefined : [details.mediaType],
    }),
  )
  session.setDevicePermissionHandler((question) => isHeadset({ ...question, device: question.device }))
  session.on('select-hid-device', (event, { deviceList, frame }, choose) => {
    event.preventDefault()
    const origin = frame?.url ?? ''
    const headset = deviceList.find((device) => isHeadset({ deviceType: 'hid', origin, device }))
    if (headset === undefined) choose()
    else choose(headset.deviceId)
  })
}

/** Files leave the desk through the bridge only, where a person says where to; whatever a page downloads by itself is refused. */
export function guardDownloads(session: Session, report: (entry: LogEntry) => void): void {
  session.on('will-download', (event) => {
    event.preventDefault()
    report({ level: 'warn', code: 'download.refused' })
  })
}

/**
 * Keeps every page of the programme where it is. Navigation away, redirects, frames of other origins, new windows and `<webview>`
 * are refused; a link to an allowed site opens in the system's browser. Set before any window exists.
 */
export function guardNavigation(app: App, externalOrigins: readonly string[], report: (entry: LogEntry) => void): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const stay = (event: { readonly url: string; preventDefault(): void }): void => {
      if (isOwnUrl(event.url)) return
      event.preventDefault()
      report({ level: 'warn', code: 'navigation.refused' })
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      const address = externalAddress(url, externalOrigins)
      if (address !== undefined) void shell.openExternal(address)
      else report({ level: 'warn', code: 'navigation.windowRefused' })
      return { action: 'deny' }
    })
  })
}
