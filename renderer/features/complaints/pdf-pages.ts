import type { PDFDocumentProxy } from 'pdfjs-dist'

/** A PDF that is open for looking at. */
export interface PdfPages {
  readonly count: number
  /** Draws a page, 1 to `count`, into a canvas, `width` CSS pixels wide. */
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<void>
  close(): void
}

/** Opens a PDF by a reader that is loaded only when somebody looks at one. Scripts in the file are never run. @throws Error for what is no PDF */
export async function openPdf(content: Blob): Promise<PdfPages> {
  const reader = await import('pdfjs-dist')
  reader.GlobalWorkerOptions.workerPort ??= new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  const task = reader.getDocument({
    data: new Uint8Array(await content.arrayBuffer()),
    isEvalSupported: false,
    enableXfa: false,
  })
  const opened: PDFDocumentProxy = await task.promise
  return {
    count: opened.numPages,
    async draw(page, canvas, width) {
      const sheet = await opened.getPage(page)
      const scale = (width / sheet.getViewport({ scale: 1 }).width) * window.devicePixelRatio
      const viewport = sheet.getViewport({ scale })
      canvas.width = viewport.width
      canvas.height = viewport.height
      const drawing = canvas.getContext('2d')
      if (drawing !== null) await sheet.render({ canvasContext: drawing, viewport }).promise
    },
    close: () => void task.destroy(),
  }
}
