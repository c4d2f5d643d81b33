import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpRelay {
  readonly port: number
  /** Cuts every connection and refuses new ones. */
  cut(): void
  /** Keeps connections open and lets nothing through: a half-open link. New ones are taken and stay mute. */
  freeze(): void
  /** Lets new connections through; what was cut or frozen stays so. */
  restore(): void
  close(): Promise<void>
}

type Mode = 'pass' | 'refuse' | 'frozen'

/**
 * A wire between the telephone and the exchange that can be cut or frozen.
 * @param onFarData is shown what the exchange sends, just before it goes on to the telephone
 */
export async function startTcpRelay(targetPort: number, onFarData?: (data: Buffer) => void): Promise<TcpRelay> {
  let mode: Mode = 'pass'
  const pairs = new Set<{ near: Socket; far: Socket; isFrozen: boolean }>()
  const server = createServer((near) => {
    if (mode === 'refuse') {
      near.destroy()
      return
    }
    const pair = { near, far: connect(targetPort, '127.0.0.1'), isFrozen: mode === 'frozen' }
    pairs.add(pair)
    near.on('data', (data) => !pair.isFrozen && pair.far.write(data))
    pair.far.on('data', (data) => {
      if (pair.isFrozen) return
      onFarData?.(data)
      near.write(data)
    })
    const end = (): void => {
      if (pair.isFrozen) return
      near.destroy()
      pair.far.destroy()
      pairs.delete(pair)
    }
    for (const socket of [near, pair.far]) socket.on('close', end).on('error', end)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const destroyAll = (): void => {
    for (const pair of pairs) {
      pair.near.destroy()
      pair.far.destroy()
    }
    pairs.clear()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      mode = 'refuse'
      destroyAll()
    },
    freeze: () => {
      mode = 'frozen'
      for (const pair of pairs) pair.isFrozen = true
    },
    restore: () => {
      mode = 'pass'
    },
    close: async () => {
      destroyAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
