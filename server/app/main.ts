import { ConfigError, readConfig } from '#server/platform/config.ts'
import { type RunningServer, startServer } from './start-server.ts'

/** Longest wait for requests under way after live connections were closed. */
const STOP_WITHIN_MS = 10_000

function stopOnSignal(server: RunningServer, drainSeconds: number): void {
  let isStopping = false
  const stop = (signal: string): void => {
    if (isStopping) return
    isStopping = true
    server.api.log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), drainSeconds * 1000 + STOP_WITHIN_MS).unref()
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
}

try {
  const config = readConfig(process.env)
  stopOnSignal(await startServer(config), config.drainSeconds)
} catch (error) {
  console.error(
    error instanceof ConfigError || error instanceof Error ? error.message : 'The central API did not start',
  )
  process.exit(1)
}
