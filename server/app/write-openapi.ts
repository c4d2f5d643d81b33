import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from './openapi.ts'

/** `npm run openapi`: renews docs/openapi.json after a route or a schema has changed. */
writeFileSync(join(import.meta.dirname, '../../docs/openapi.json'), await openApiDocument())
