import { join } from 'node:path'
import { type App, Menu, nativeImage, Tray } from 'electron'
import type { PhoneState } from '#shared/ipc/contract.ts'
import type { HostTexts } from './i18n/texts.ts'

/** The icon beside the clock: state of the phone by colour and by words. Returns how to change it. */
export function openTray(app: App, texts: HostTexts, bringToFront: () => void): (state: PhoneState) => void {
  const imageOf = (state: PhoneState) =>
    nativeImage.createFromPath(join(app.getAppPath(), `assets/icons/tray/${state}.png`))
  const tray = new Tray(imageOf('off'))
  tray.setToolTip(texts.phoneState.off)
  tray.on('click', bringToFront)
  // Many Linux desktops show the menu only and send no clicks.
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: texts.tray.show, click: bringToFront },
      { type: 'separator' },
      { label: texts.tray.quit, click: () => app.quit() },
    ]),
  )
  return (state) => {
    tray.setImage(imageOf(state))
    tray.setToolTip(texts.phoneState[state])
  }
}
