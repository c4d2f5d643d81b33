import { z } from 'zod'

/**
 * Must be the first import of every entry of the desk, workers included: Zod tries `new Function` when the first schema is made. The
 * Content-Security-Policy forbids that, rightly, and each attempt would be reported as a violation.
 */
z.config({ jitless: true })
