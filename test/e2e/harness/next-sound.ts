/** Runs in the desk: the next sound that is made ready for playing, in base64. */
export function nextSound(): { readonly sound: Promise<string> } {
  const makeAddress = URL.createObjectURL.bind(URL)
  const sound = new Promise<string>((resolve) => {
    URL.createObjectURL = (blob: Blob): string => {
      const reader = new FileReader()
      reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ''))
      if (blob.type.startsWith('audio/')) reader.readAsDataURL(blob)
      return makeAddress(blob)
    }
  })
  return { sound }
}
