import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { role } from '#shared/kernel/actor.ts'

/** Password of every synthetic user. The try-out routes print it; they exist on loopback only. */
export const TRY_OUT_PASSWORD = 'opora-opora'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const callee = z.object({ n: z.number().int(), id: z.string(), phone: z.string(), name: z.string() })
const account = z.object({
  login: z.string(),
  password: z.string(),
  name: z.string(),
  role,
  extension: z.string().nullable(),
})

/** Routes for `npm start` and `npm run call`: who may sign in, and whom the try-out exchange can ring. Mounted in a try-out only. */
export function tryOutRoutes(api: Api, db: Db, random: () => number): void {
  const onlyFromHere = async (request: FastifyRequest): Promise<void> => {
    if (!LOOPBACK.has(request.ip)) throw apiErrors.routeNotFound()
  }
  const options = { onRequest: [onlyFromHere] }
  api.get(
    '/api/try-out/accounts',
    {
      ...options,
      schema: { tags: ['try-out'], security: [], response: { 200: z.object({ accounts: z.array(account) }) } },
    },
    async () => {
      const users = await db
        .selectFrom('users')
        .select(['login', 'name', 'role', 'extension'])
        .where('active', '=', true)
        .orderBy('role')
        .orderBy('login')
        .execute()
      return { accounts: users.map((user) => ({ ...user, password: TRY_OUT_PASSWORD })) }
    },
  )
  api.get(
    '/api/try-out/persons/random',
    { ...options, schema: { tags: ['try-out'], security: [], response: { 200: callee } } },
    async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from scope_records where kind = 'insuredPerson'`.execute(db)
      return findCallee(db, 1 + Math.floor(random() * Math.max(1, rows[0]?.count ?? 0)))
    },
  )
  api.get(
    '/api/try-out/persons/:n',
    {
      ...options,
      schema: {
        tags: ['try-out'],
        security: [],
        params: z.object({ n: z.coerce.number().int().min(1).max(1_000_000) }),
        response: { 200: callee },
      },
    },
    (request) => findCallee(db, request.params.n),
  )
}

/** The n-th insured person, or the next one with a telephone; after the last the first. */
async function findCallee(db: Db, n: number): Promise<z.infer<typeof callee>> {
  const find = (offset: number) =>
    sql<{ n: number; id: string; phone: string; name: string }>`
    select (${offset}::int + row_number() over (order by ours.id))::int as n, ours.id, ours.phone, ours.name
    from (select person.id, jsonb_path_query_first(person.data, '$.phones[*] ? (@.valid == true).number') #>> '{}' as phone,
        concat_ws(' ', person.data->>'surname', person.data->>'givenName', person.data->>'patronymic') as name
      from scope_records held join insured_persons person on person.id = held.record_id
      where held.kind = 'insuredPerson' order by held.record_id offset ${offset} limit 50) ours`.execute(db)
  for (const offset of [n - 1, 0]) {
    const { rows } = await find(offset)
    const found = rows.find(({ phone }) => phone !== null)
    if (found) return found
  }
  throw apiErrors.notFound()
}
