import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { callKamailio } from './kamailio-rpc.ts'

let stop: (() => Promise<unknown>) | undefined
afterEach(() => stop?.())

/**
 * Answers as Kamailio's xhttp does: HTTP/1.1 without a word about the connection, which it closes after the answer.
 * The close is seen by a client that asks again at once only when its request has left: so the second request of a connection is
 * what closes it here.
 */
async function startXhttp(answer: object): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let isAnswered = false
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      if (isAnswered) return void socket.destroy()
      if (!data.includes('}')) return
      isAnswered = true
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...answer })
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  }
  return (server.address() as AddressInfo).port
}

it('asks each time over a connection of its own: Kamailio closes a kept one after its answer', async () => {
  const port = await startXhttp({ result: ['5.6.3'] })
  for (let i = 0; i < 5; i++) expect(await callKamailio(port, 'core.version')).toEqual(['5.6.3'])
})

it('names the command that Kamailio refused', async () => {
  const port = await startXhttp({ error: { code: 500, message: 'not found' } })
  await expect(callKamailio(port, 'ul.dump')).rejects.toThrow('ul.dump: not found')
})

it('rejects when nobody listens', async () => {
  const port = await startXhttp({})
  await stop?.()
  await expect(callKamailio(port, 'core.version')).rejects.toThrow()
})
