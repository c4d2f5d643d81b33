import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChannelEntry, listChannels, MESSAGE_BYTES_MAX } from '#shared/ipc/contract.ts'
import { SAVED_FILE_BYTES_MAX } from '#shared/ipc/saved-file.ts'
import { answerMessage, isTrustedSender, type Sender } from './ipc.ts'
import { isWithin } from './message-size.ts'

const desk: Sender = { senderFrame: { url: 'app://bundle/index.html', parent: null } }
const channels = listChannels()

function ask(
  channel: ChannelEntry,
  args: readonly unknown[],
  more: { sender?: Sender; answer?: () => Promise<unknown> } = {},
) {
  const calls: unknown[] = []
  const lines: unknown[] = []
  const handler = async (given: unknown) => {
    calls.push(given)
    return more.answer?.()
  }
  const outcome = answerMessage(channel, handler, more.sender ?? desk, args, (line) => lines.push(line)).then(
    (value) => ({ value }),
    (error: Error) => ({ code: error.message }),
  )
  return outcome.then((result) => ({ ...result, calls, lines }))
}
const channelNamed = (name: string): ChannelEntry => channels.find((channel) => channel.name === name)!

describe('answerMessage', () => {
  it.each(channels.map((channel) => [channel.name, channel] as const))(
    '%s: refuses every foreign sender',
    async (_name, channel) => {
      for (const senderFrame of [
        null,
        { url: 'data:text/html,x', parent: null },
        { url: 'https://evil.test/', parent: null },
        { url: 'app://bundle.evil/', parent: null },
        { url: 'about:blank', parent: null },
        { url: 'app://bundle/index.html', parent: {} },
      ]) {
        const { code, calls } = (await ask(channel, [], { sender: { senderFrame } })) as {
          code: string
          calls: unknown[]
        }
        expect(code).toBe('ipc.untrustedSender')
        expect(calls).toEqual([])
      }
    },
  )

  it.each(channels.map((channel) => [channel.name, channel] as const))(
    '%s: whatever comes, the handler sees only what its schema allows',
    async (_name, channel) => {
      const anything = fc.oneof(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        fc.record(
          {
            userId: fc.oneof(fc.uuid({ version: 7 }), fc.string()),
            password: fc.string(),
            level: fc.constantFrom('info', 'loud'),
            code: fc.string(),
            title: fc.string(),
            body: fc.string(),
            state: fc.constantFrom('ready', 'gone'),
            refreshToken: fc.string(),
          },
          { requiredKeys: [] },
        ),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(anything, { maxLength: 3 }), async (args) => {
          const { calls, lines, ...outcome } = await ask(channel, args)
          expect(calls.length).toBeLessThanOrEqual(1)
          for (const given of calls) expect(channel.args.safeParse(given).success).toBe(true)
          if (calls.length === 0) {
            expect(outcome).toMatchObject({ code: expect.stringMatching(/^ipc\.(badArguments|tooLarge)$/) })
            expect(JSON.stringify(lines)).toBe(
              JSON.stringify([
                { level: 'warn', code: (outcome as { code: string }).code, fields: { channel: channel.name } },
              ]),
            )
          }
        }),
        { numRuns: 100 },
      )
    },
  )

  it('refuses more than one argument and more than a mebibyte', async () => {
    const info = channelNamed('app.info')
    expect(await ask(info, [undefined, 1])).toMatchObject({ code: 'ipc.tooLarge', calls: [] })
    expect(await ask(info, ['x'.repeat(MESSAGE_BYTES_MAX)])).toMatchObject({ code: 'ipc.tooLarge', calls: [] })
  })

  it('lets a file of the largest size through the channel that saves files, and a longer one nowhere', async () => {
    const save = channelNamed('files.save')
    const aFile = (bytes: number) => ({ name: 'x', kind: 'pdf', bytes: new Uint8Array(bytes) })
    const cancelled = { ok: true, value: { outcome: 'cancelled' } }
    const answer = async () => cancelled
    expect(await ask(save, [aFile(SAVED_FILE_BYTES_MAX)], { answer })).toMatchObject({ value: cancelled })
    expect(await ask(save, [aFile(SAVED_FILE_BYTES_MAX + 1)])).toMatchObject({ code: 'ipc.badArguments', calls: [] })
    expect(await ask(save, [aFile(SAVED_FILE_BYTES_MAX * 2)])).toMatchObject({ code: 'ipc.tooLarge', calls: [] })
    expect(await ask(save, [{ ...aFile(1), path: '/etc/passwd', kind: 'exe' }])).toMatchObject({ calls: [] })
    expect(await ask(channelNamed('print.page'), [aFile(MESSAGE_BYTES_MAX)])).toMatchObject({ code: 'ipc.tooLarge' })
  })

  it('tells the page a code and nothing of the fault inside', async () => {
    const secret = async () => {
      throw new TypeError('no such file /home/operator/Иванова')
    }
    const { code, lines } = (await ask(channelNamed('vault.list'), [], { answer: secret })) as {
      code: string
      lines: unknown[]
    }
    expect(code).toBe('ipc.failed')
    expect(lines).toEqual([
      { level: 'error', code: 'ipc.failed', fields: { channel: 'vault.list', reason: 'TypeError' } },
    ])
  })

  it('does not let an answer out that breaks the contract', async () => {
    const wrong = async () => ({ host: 'electron', secret: 1 })
    expect(await ask(channelNamed('app.info'), [], { answer: wrong })).toMatchObject({ code: 'ipc.badResult' })
    const more = async () => ({
      host: 'electron',
      version: '1',
      platform: 'x',
      secretStore: 'os',
      apiUrl: 'y',
      extra: 'z',
    })
    expect(await ask(channelNamed('app.info'), [], { answer: more })).toMatchObject({
      value: expect.not.objectContaining({ extra: 'z' }),
    })
  })
})

describe('isTrustedSender', () => {
  it('trusts the main frame of the desk only', () => {
    expect(isTrustedSender(desk)).toBe(true)
    expect(isTrustedSender({ senderFrame: null })).toBe(false)
  })
})

describe('isWithin', () => {
  it('counts text, bytes, keys and sparse arrays, and ends on cycles', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    for (const tooBig of [
      'ab'.repeat(500),
      new Uint8Array(2000),
      { ['k'.repeat(1000)]: 1 },
      new Array(1e9),
      cycle,
      [[['x'.repeat(1000)]]],
      new Map([[1, 'x'.repeat(1000)]]),
    ])
      expect(isWithin(tooBig, 1000)).toBe(false)
    for (const small of [undefined, null, 1, 'a', [1, 2, { a: 'b' }], new Date()])
      expect(isWithin(small, 1000)).toBe(true)
  })

  it('does not run out of stack on a million members', () => {
    expect(
      isWithin(
        Array.from({ length: 120_000 }, () => 1),
        MESSAGE_BYTES_MAX * 4,
      ),
    ).toBe(true)
  })
})
