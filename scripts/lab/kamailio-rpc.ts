import { request } from 'node:http'

const ANSWER_WITHIN_MS = 2_000

/**
 * Calls a JSON-RPC command of Kamailio (`ul.dump`, `htable.dump` …) and returns its result.
 * Each call has a connection of its own: Kamailio's xhttp closes it after the answer without saying so beforehand, and a client that
 * keeps connections (`fetch`) would now and then send the next request into a closing one.
 * @throws Error when Kamailio is not there, does not answer within 2 s, or refuses the command
 */
export async function callKamailio(port: number, method: string, params: readonly unknown[] = []): Promise<unknown> {
  const text = await post(port, JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }))
  const body = JSON.parse(text) as { result?: unknown; error?: { message: string } }
  if (body.error !== undefined) throw new Error(`${method}: ${body.error.message}`)
  return body.result
}

function post(port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path: '/RPC',
        method: 'POST',
        agent: false, // a connection for this request alone, announced by `Connection: close`
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.once('end', () => resolve(Buffer.concat(chunks).toString()))
        answer.once('error', reject)
      },
    )
    asked.once('error', reject)
    asked.end(body)
  })
}
