import { startTryOutPbx } from './try-out-pbx.ts'

/** `npx tsx scripts/try-out-pbx/main.ts`: the try-out PBX alone. OPORA_SIP_SECRET is needed; OPORA_PBX_PORT and OPORA_PBX_SEED are read. */
const secret = process.env['OPORA_SIP_SECRET'] ?? ''
const port = process.env['OPORA_PBX_PORT']
const seed = process.env['OPORA_PBX_SEED']

try {
  const pbx = await startTryOutPbx({
    secret,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(seed === undefined ? {} : { seed }),
    log: (line) => console.log(line),
  })
  console.log(`try-out PBX: softphones ${pbx.sipServer} (${pbx.domain}), control ${pbx.controlUrl}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void pbx.stop().then(() => process.exit(0)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
