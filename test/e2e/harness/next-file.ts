import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import type { Desk } from './desk.ts'

interface SavedFile {
  /** What the desk suggested as its name. */
  readonly name: string
  readonly content: Buffer
}

/**
 * The next file that this desk saves: the person takes the suggested name and the folder of the profile.
 * @returns what to wait for after the desk has said that the file is saved
 */
export async function nextFile({ app, profile }: Pick<Desk, 'app' | 'profile'>): Promise<() => Promise<SavedFile>> {
  await app.evaluate(({ dialog }, folder) => {
    dialog.showSaveDialog = (async (_window: Electron.BaseWindow, { defaultPath }: Electron.SaveDialogOptions) => {
      const filePath = `${folder}/${defaultPath}`
      Object.assign(globalThis, { savedPath: filePath })
      return { canceled: false, filePath }
    }) as typeof dialog.showSaveDialog
  }, profile)
  return async () => {
    const path = await savedPath(app)
    return { name: basename(path), content: await readFile(path) }
  }
}

function savedPath(app: ElectronApplication): Promise<string> {
  return app.evaluate(() => (globalThis as unknown as { savedPath: string }).savedPath)
}
