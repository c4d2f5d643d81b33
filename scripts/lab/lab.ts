import { parseArgs } from 'node:util'
import { DEFAULT_LAB_CONTROL_PORT } from '#scripts/try-out-pbx/control-contract.ts'
import { createLabControl } from './lab-control.ts'
import type { LabPorts } from './lab-ports.ts'
import { type LabOptions, startLab } from './start-lab.ts'

/** Ports of `npm run lab`, so that its addresses are the same each day; tests take free ones. */
const USUAL_PORTS: Partial<LabPorts> = { ws: 4691, wss: 4692, phones: 4693, trunk: 4694, provider: 4695 }

const HELP = `npm run lab [-- --tls] [-- --free-ports] [-- --keep-logs]
Starts Kamailio and rtpengine on this computer. OPORA_SIP_SECRET is the secret of the central API.
With OPORA_ROUTING_SECRET the central API (OPORA_ROUTING_URL) decides who gets a call of the queue.`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tls: { type: 'boolean', default: false },
      'free-ports': { type: 'boolean', default: false },
      'keep-logs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    return
  }
  const secret = process.env['OPORA_SIP_SECRET'] ?? ''
  if (secret === '')
    throw new Error(
      'Set OPORA_SIP_SECRET to the secret of the central API, the one it signs telephone credentials with.',
    )

  const lab = await startLab({
    secret,
    tls: values.tls,
    keepLogs: values['keep-logs'],
    ...(values['free-ports'] ? {} : { ports: USUAL_PORTS }),
    ...routingOf(process.env),
  })
  const control = createLabControl(lab)
  const stop = async (): Promise<void> => {
    await control.close()
    await lab.stop()
  }
  try {
    const url = await control.listen({ host: '127.0.0.1', port: values['free-ports'] ? 0 : DEFAULT_LAB_CONTROL_PORT })
    console.log(`Lab is up (Kamailio and rtpengine, this computer only)
  softphones       ${lab.sipServer}${lab.secureSipServer === undefined ? '' : `  ${lab.secureSipServer}`}   domain ${lab.domain}
  calls from outside  sip:100@127.0.0.1:${lab.ports.trunk} (UDP) rings the desks in turn; sip:<extension>@… one of them
  calls to outside    +7 000 … are sent to 127.0.0.1:${lab.ports.provider} (UDP); other numbers are refused
  SIP phones       127.0.0.1:${lab.ports.phones} (UDP)
  control          ${url}   (npm run call uses it)
  logs             ${lab.folder}
Ctrl+C ends it.`)
  } catch (error) {
    await stop()
    throw error
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)))
}

/** With a secret calls to the service number are given out by the central API. */
function routingOf(env: NodeJS.ProcessEnv): Pick<LabOptions, 'routing'> {
  const secret = env['OPORA_ROUTING_SECRET'] ?? ''
  if (secret === '') return {}
  return { routing: { url: env['OPORA_ROUTING_URL'] ?? 'http://127.0.0.1:4680/api/telephony/routing', secret } }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
