import { join } from 'node:path'
import { type App, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import { type AgentWish, agentWish, type PhoneState } from '#shared/ipc/contract.ts'
import type { HostTexts } from './i18n/texts.ts'

export interface TrayPorts {
  readonly bringToFront: () => void
  /** A state chosen in the menu. */
  readonly wish: (wish: AgentWish) => void
  readonly quit: () => void
}

/** What the menu of the tray offers in a state of the telephone: states can be chosen only where there is a telephone to take them. */
export function trayMenu(state: PhoneState, texts: HostTexts['tray'], ports: TrayPorts): MenuItemConstructorOptions[] {
  const wishes = agentWish.options.map((wish) => ({
    label: texts.wish[wish],
    enabled: state !== 'off',
    click: () => ports.wish(wish),
  }))
  return [
    ...wishes,
    { type: 'separator' },
    { label: texts.show, click: ports.bringToFront },
    { type: 'separator' },
    { label: texts.quit, click: ports.quit },
  ]
}

/** The icon beside the clock: state of the phone by colour and by words, and the choice of the next one. Returns how to change it. */
export function openTray(app: App, texts: HostTexts, ports: Omit<TrayPorts, 'quit'>): (state: PhoneState) => void {
  const imageOf = (state: PhoneState) =>
    nativeImage.createFromPath(join(app.getAppPath(), `assets/icons/tray/${state}.png`))
  const tray = new Tray(imageOf('off'))
  const show = (state: PhoneState): void => {
    tray.setImage(imageOf(state))
    tray.setToolTip(texts.phoneState[state])
    // Many Linux desktops show the menu only and send no clicks.
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, texts.tray, { ...ports, quit: () => app.quit() })))
  }
  show('off')
  tray.on('click', ports.bringToFront)
  return show
}
