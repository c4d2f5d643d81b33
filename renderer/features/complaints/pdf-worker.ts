/** The worker of the PDF reader, bundled with the desk: nothing is fetched from elsewhere. */
import 'pdfjs-dist/build/pdf.worker.min.mjs'
