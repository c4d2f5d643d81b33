import { type BrowserWindow, dialog } from 'electron'
import type { FileKind } from '#shared/ipc/saved-file.ts'
import type { HostTexts } from './i18n/texts.ts'

/** The system's own dialogue for saving, over the window of the desk. Undefined when it was left without a choice. */
export async function askWhereToSave(
  window: BrowserWindow,
  suggested: string,
  kind: FileKind,
  { files }: HostTexts,
): Promise<string | undefined> {
  if (window.isDestroyed()) return undefined
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: suggested,
    filters: [{ name: files.kinds[kind], extensions: kind === 'jpg' ? ['jpg', 'jpeg'] : [kind] }],
    // What lies in the list of recent documents names people.
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  })
  return canceled || filePath === '' ? undefined : filePath
}
