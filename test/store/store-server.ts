import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anId, CLINIC_ID } from '#shared/builders/ids.ts'
import type { SessionUser } from '#shared/features/auth/session.ts'
import { MODEL_ORG } from '#test/simulation/model-scopes.ts'
import { ModelServer, type ModelUser } from '#test/simulation/model-server.ts'
import { buildPage } from './built-page.ts'

/** One operator of the tests, on one device. */
export const OPERATOR: SessionUser = {
  id: anId(0xa1),
  orgId: MODEL_ORG as never,
  orgName: 'СМО',
  name: 'Оператор',
  role: 'L1',
  clinicIds: [anId(CLINIC_ID)],
  extension: null,
  zoneOffsetMinutes: 180,
}
export const REGISTRY = `registry:${anId(CLINIC_ID)}`

/** The page and a model of the central API on one origin. */
export interface StoreServer {
  readonly url: string
  readonly model: ModelServer
  readonly user: ModelUser
  /** While true every request of the API breaks, as with the network down. */
  isDown: boolean
  close(): Promise<void>
}

export async function startStoreServer(deviceId: string, pageRoot: string): Promise<StoreServer> {
  const files = await buildPage(pageRoot)
  const user: ModelUser = {
    token: 'token of the store tests',
    actor: {
      userId: OPERATOR.id,
      orgId: OPERATOR.orgId,
      role: 'L1',
      clinicIds: OPERATOR.clinicIds,
      deviceId: deviceId as never,
    },
    scopes: [
      { name: REGISTRY, title: 'Городская поликлиника' },
      { name: `journal:${anId(CLINIC_ID)}`, title: 'Журнал' },
      { name: `own:${OPERATOR.id}`, title: 'Своё' },
    ],
  }
  const model = new ModelServer([user], {
    now: () => Date.now(),
    randomBytes: (length) => randomBytes(length),
    pageRecords: 500,
  })
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://page.invalid').pathname)
    if (file) response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' }).end(file.body)
    else if (started.isDown) request.destroy()
    else void answer(model, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const started: StoreServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    model,
    user,
    isDown: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return started
}

async function answer(model: ModelServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const answered = await model.handle(request.url ?? '/', {
    method: request.method ?? 'GET',
    headers: { authorization: request.headers.authorization ?? '' },
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks).toString() } : {}),
  })
  response.writeHead(answered.status, { ...Object.fromEntries(answered.headers), 'cache-control': 'no-store' })
  response.end(Buffer.from(await answered.arrayBuffer()))
}
