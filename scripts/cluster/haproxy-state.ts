import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { nodeName } from './haproxy-config.ts'

const ASK_EVERY_MS = 50

/** Asks HAProxy over its socket. @throws Error when it does not answer */
function ask(socketPath: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    let said = ''
    socket.setEncoding('utf8')
    socket.on('data', (part) => {
      said += part
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(said))
    socket.end(`${command}\n`)
  })
}

/** State of a node in each backend as the proxy sees it: `UP`, `DOWN`, `UP 1/2` … */
export async function nodeStates(socketPath: string, index: number): Promise<string[]> {
  const [head = '', ...lines] = (await ask(socketPath, 'show stat')).trim().split('\n')
  const columns = head.replace(/^# /, '').split(',')
  const [name, status] = [columns.indexOf('svname'), columns.indexOf('status')]
  return lines
    .map((line) => line.split(','))
    .filter((cells) => cells[name] === nodeName(index))
    .map((cells) => cells[status] ?? '')
}

/** Waits until the proxy sends requests to the node. @throws Error when it does not within `timeoutMs` */
export async function untilNodeUp(socketPath: string, index: number, timeoutMs: number): Promise<void> {
  const endsAt = performance.now() + timeoutMs
  for (;;) {
    const states = await nodeStates(socketPath, index).catch(() => [])
    if (states.length > 0 && states.every((state) => state === 'UP')) return
    if (performance.now() > endsAt)
      throw new Error(`haproxy sees ${nodeName(index)} as ${states.join(', ') || 'unknown'}`)
    await pause(ASK_EVERY_MS)
  }
}
