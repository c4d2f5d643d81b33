/** Whether the latest change of what is typed is on the disk: `keeping` while its write runs, `notKept` when it failed. */
export type Keeping = 'kept' | 'keeping' | 'notKept'

/**
 * Follows the writes of one draft. `kept` is shown only when the newest write is on the disk: an older one that ends later says
 * nothing about the last keystroke (REQUIREMENTS X1).
 * @param show told of every change, the first time when the first write begins
 * @returns to be called with the promise of each write, in the order of the changes
 */
export function followKeeping(show: (keeping: Keeping) => void): (write: Promise<void>) => void {
  let newest = 0
  return (write) => {
    newest += 1
    const mine = newest
    const end = (keeping: Keeping) => (): void => {
      if (mine === newest) show(keeping)
    }
    show('keeping')
    write.then(end('kept'), end('notKept'))
  }
}
