/** The package ships its worker without types; it is imported for its effect alone. */
declare module 'pdfjs-dist/build/pdf.worker.min.mjs'
