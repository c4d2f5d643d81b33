import { type AddressInfo, createServer } from 'node:net'

/** A TCP port that was free a moment ago. A fixed port lets the API go away and come back under the same address. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
