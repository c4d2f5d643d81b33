/** Runs in the desk: the next file that is handed to the host. The host's own dialogue for saving is beyond a test's reach. */
export function nextFile(): { readonly file: Promise<{ name: string; start: string }> } {
  let made: Blob | null = null
  const makeAddress = URL.createObjectURL.bind(URL)
  URL.createObjectURL = (blob: Blob): string => {
    made = blob
    return makeAddress(blob)
  }
  const file = new Promise<{ name: string; start: string }>((done) => {
    HTMLAnchorElement.prototype.click = function click(this: HTMLAnchorElement) {
      const name = this.download
      void made?.text().then((text) => done({ name, start: text.slice(0, 2) }))
    }
  })
  return { file }
}
