import { z } from 'zod'
import { styleNonce } from './style-nonce.ts'

/**
 * Makes libraries keep to the Content-Security-Policy. Must be the first import of every entry of the desk, workers included: Zod
 * tries `new Function` when the first schema is made, and each attempt would be reported as a violation.
 */
z.config({ jitless: true })

// The scroll lock of modal windows (react-remove-scroll inside Mantine) adds a style element; it looks for the nonce under this name.
if (typeof document !== 'undefined') Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
