/** The part of pdfmake that letters use; the package brings no types. */
declare module 'pdfmake' {
  interface PdfText {
    readonly text: string | readonly PdfText[]
    readonly bold?: boolean
    readonly fontSize?: number
    readonly alignment?: 'left' | 'right' | 'center' | 'justify'
    readonly margin?: readonly [number, number, number, number]
    readonly preserveLeadingSpaces?: boolean
  }
  interface PdfDocument {
    readonly pageSize: 'A4'
    readonly pageMargins: readonly [number, number, number, number]
    readonly info?: { readonly title: string }
    readonly content: readonly PdfText[]
    readonly defaultStyle: { readonly font: string; readonly fontSize: number; readonly lineHeight: number }
  }
  const pdfmake: {
    setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void
    setUrlAccessPolicy(allows: (url: string) => boolean): void
    setLocalAccessPolicy(allows: (path: string) => boolean): void
    createPdf(document: PdfDocument): { getBuffer(): Promise<Buffer> }
  }
  // biome-ignore lint/style/noDefaultExport: the package exports it so
  export default pdfmake
  export type { PdfDocument, PdfText }
}

declare module 'pdfmake/fonts/Roboto.js' {
  const fonts: { readonly Roboto: Readonly<Record<string, string>> }
  // biome-ignore lint/style/noDefaultExport: the package exports it so
  export default fonts
}
