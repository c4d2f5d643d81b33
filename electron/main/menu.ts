import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron'
import type { HostTexts } from './i18n/texts.ts'

/** Keys for editing and zoom work only while a menu holds them. The bar itself stays hidden until Alt is pressed. */
export function setProgramMenu({ menu }: HostTexts, quitLabel: string): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: menu.program, submenu: [{ role: 'quit', label: quitLabel }] },
      { label: menu.edit, submenu: editItems(menu) },
      {
        label: menu.view,
        submenu: [
          { role: 'zoomIn', label: menu.zoomIn },
          { role: 'zoomOut', label: menu.zoomOut },
          { role: 'resetZoom', label: menu.resetZoom },
          { role: 'togglefullscreen', label: menu.fullScreen },
        ],
      },
    ]),
  )
}

/** Copy and paste under the right mouse button, which Electron does not bring by itself. */
export function giveContextMenu(contents: WebContents, { menu }: HostTexts): void {
  contents.on('context-menu', (_event, { isEditable, selectionText }) => {
    if (isEditable) Menu.buildFromTemplate(editItems(menu)).popup()
    else if (selectionText.trim() !== '') Menu.buildFromTemplate([{ role: 'copy', label: menu.copy }]).popup()
  })
}

function editItems(menu: HostTexts['menu']): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: menu.undo },
    { role: 'redo', label: menu.redo },
    { type: 'separator' },
    { role: 'cut', label: menu.cut },
    { role: 'copy', label: menu.copy },
    { role: 'paste', label: menu.paste },
    { role: 'selectAll', label: menu.selectAll },
  ]
}
