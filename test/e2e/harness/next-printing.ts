import type { Desk } from './desk.ts'

/**
 * The next dialogue for printing of this desk stays open, and what is printed on the page.
 * @returns how the person leaves it: without a reason it is printed; Electron's own words tell why not
 */
export async function nextPrinting({ app }: Pick<Desk, 'app'>): Promise<(reason?: string) => Promise<void>> {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents)
      contents.print = (_options, done) => {
        Object.assign(globalThis, { leavePrinting: (reason: string) => done?.(reason === '', reason) })
      }
  })
  return (reason = '') =>
    app.evaluate(
      (_electron, given) => (globalThis as unknown as { leavePrinting(reason: string): void }).leavePrinting(given),
      reason,
    )
}
