import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'

/** Below the ports that Linux hands out by itself (32768 on), above the well-known ones. */
const FIRST_PORT = 20_000
const BLOCK_SIZE = 200
const BLOCKS = 60
/** Ports of a block that are not RTP. */
const NAMED_PORTS = 20

export interface LabPorts {
  /** Softphones: SIP over WebSocket, also Kamailio's HTTP. */
  readonly ws: number
  readonly wss: number
  /** SIP phones over UDP, with sign-in. */
  readonly phones: number
  /** SIP over UDP: whatever arrives here is the outside. */
  readonly trunk: number
  /** Where calls to the outside are sent. */
  readonly provider: number
  readonly rtpengineControl: number
  readonly rtpMin: number
  readonly rtpMax: number
}

export interface PortBlock {
  readonly ports: LabPorts
  /** A free port for a peer of the lab (sipp, media), each time another. */
  nextPeerPort(): number
  release(): void
}

/**
 * Takes a block of ports for one lab. A listening socket on its first port marks it as taken, so that labs of several test runs do not meet.
 * @throws Error when no block is free
 */
export async function takePortBlock(fixed: Partial<LabPorts> = {}): Promise<PortBlock> {
  for (let block = 0; block < BLOCKS; block++) {
    const base = FIRST_PORT + block * BLOCK_SIZE
    const mark = await tryListen(base)
    if (mark === undefined) continue
    const ports: LabPorts = {
      ws: base + 1,
      wss: base + 2,
      phones: base + 3,
      trunk: base + 4,
      provider: base + 5,
      rtpengineControl: base + 6,
      rtpMin: base + NAMED_PORTS,
      rtpMax: base + 119,
      ...fixed,
    }
    const isFree = (
      await Promise.all([
        tcpIsFree(ports.ws),
        tcpIsFree(ports.wss),
        ...[ports.phones, ports.trunk, ports.provider, ports.rtpengineControl].map(udpIsFree),
      ])
    ).every(Boolean)
    if (isFree) {
      let peer = base + 120
      return {
        ports,
        nextPeerPort: () => (peer = peer >= base + BLOCK_SIZE - 2 ? base + 120 : peer + 2),
        release: () => void mark.close(),
      }
    }
    mark.close()
    if (Object.keys(fixed).length > 0) throw new Error(`A port of the lab is taken: ${JSON.stringify(ports)}`)
  }
  throw new Error('No block of ports is free for the lab')
}

function tryListen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server))
  })
}

async function tcpIsFree(port: number): Promise<boolean> {
  const server = await tryListen(port)
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)))
  return server !== undefined
}

function udpIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => socket.close(() => resolve(true)))
  })
}
