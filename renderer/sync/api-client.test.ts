import { expect, it } from 'vitest'
import { failureOf } from './api-client.ts'

it('[S10] keeps everything that the server found, not only the first of it', () => {
  const first = { code: 'scriptFault.noText', field: 'nodes.hello' }
  const second = { code: 'scriptFault.deadEnd', field: 'nodes.bye', args: { step: 'Bye' } }
  const body = (error: object): string => JSON.stringify({ error: { ...first, retry: false, ...error } })
  expect(failureOf(422, null, body({ issues: [first, second] }))).toEqual({
    kind: 'refused',
    status: 422,
    refusal: first,
    refusals: [first, second],
  })
  expect(failureOf(409, null, body({}))).toMatchObject({ refusal: first, refusals: [first] })
})
