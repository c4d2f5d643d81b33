import { type Session, type SessionInviteOptions, SessionState } from 'sip.js'
import { describe, expect, it } from 'vitest'
import { fakeScheduler } from './fake-scheduler.ts'
import { ReinviteQueue } from './sip-reinvite.ts'

/** A session of the library that only keeps what it is asked; its answers are given by the test. */
function open() {
  const scheduler = fakeScheduler()
  const asked: SessionInviteOptions[] = []
  let rollbacks = 0
  let gone = 0
  const session = {
    state: SessionState.Established,
    sessionDescriptionHandler: {
      rollbackDescription: async () => {
        rollbacks += 1
      },
    },
    invite: async (options: SessionInviteOptions) => void asked.push(options),
  }
  const queue = new ReinviteQueue(
    scheduler,
    () => session as unknown as Session,
    () => {
      gone += 1
    },
  )
  const answer = async (status: number, headers: readonly string[] = ['via']): Promise<void> => {
    const message = { statusCode: status, hasHeader: (name: string) => headers.includes(name) }
    const delegate = asked.at(-1)?.requestDelegate
    if (status < 300) delegate?.onAccept?.({ message } as never)
    else delegate?.onReject?.({ message } as never)
    await settled()
  }
  return { scheduler, session, queue, asked, answer, rolledBack: () => rollbacks, gone: () => gone }
}

const HOLD = { isHeld: true, needsIceRestart: false }
const RESUME = { isHeld: false, needsIceRestart: false }
/** Lets every promise that can go on do so. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

describe('re-INVITEs of a call', () => {
  it('[TEL32] none leaves before the ACK to what we have accepted', async () => {
    const { queue, asked, answer } = open()
    queue.accepted()
    const held = queue.send(HOLD)
    await settled()
    expect(asked).toEqual([])
    queue.acknowledged()
    await settled()
    expect(asked).toHaveLength(1)
    await answer(200)
    expect(await held).toBe(true)
  })

  it('[TEL32] an ACK that never comes is not waited for for ever', async () => {
    const { queue, asked, scheduler, answer } = open()
    queue.accepted()
    const held = queue.send(HOLD)
    await settled()
    scheduler.advance(4_000)
    await settled()
    expect(asked).toHaveLength(1)
    await answer(200)
    expect(await held).toBe(true)
    expect(scheduler.pending).toBe(0)
  })

  it('[TEL32] a call that ended while its ACK was awaited is asked nothing more', async () => {
    const { queue, asked, session } = open()
    queue.accepted()
    const held = queue.send(HOLD)
    session.state = SessionState.Terminated
    queue.acknowledged()
    expect(await held).toBe(false)
    expect(asked).toEqual([])
  })

  it('[TEL32] they go one after another, and the last wish decides how the far side is answered', async () => {
    const { queue, asked, answer, session } = open()
    const [held, resumed] = [queue.send(HOLD), queue.send(RESUME)]
    await settled()
    expect(asked).toHaveLength(1)
    await answer(200)
    expect(await held).toBe(true)
    await settled()
    expect(asked).toHaveLength(2)
    await answer(200)
    expect(await resumed).toBe(true)
    expect(session).toMatchObject({ sessionDescriptionHandlerOptionsReInvite: { hold: false } })
  })

  it.each([488, 500, 503])('[TEL32] refused with %i it is over at once: the caller undoes it', async (status) => {
    const { queue, asked, answer } = open()
    const held = queue.send(HOLD)
    await settled()
    await answer(status)
    expect(await held).toBe(false)
    expect(asked).toHaveLength(1)
  })

  it('[TEL32] one that met another one is undone and repeated after its wait, three times in all', async () => {
    const { queue, asked, answer, scheduler, rolledBack } = open()
    const held = queue.send(HOLD)
    for (let attempt = 1; attempt <= 3; attempt++) {
      await settled()
      expect(asked).toHaveLength(attempt)
      await answer(attempt === 2 ? 500 : 491, ['via', 'retry-after'])
      scheduler.advance(4_000)
    }
    expect(await held).toBe(false)
    expect(rolledBack()).toBe(3)
  })

  it('[TEL23] a far side that does not know the call any more is gone', async () => {
    const { queue, answer, gone } = open()
    const refreshed = queue.send(RESUME)
    await settled()
    await answer(481)
    expect(await refreshed).toBe(false)
    expect(gone()).toBe(1)
  })

  it('[TEL23] one that does not answer is gone the second time running; what the library makes up without a connection says nothing', async () => {
    const { queue, answer, gone } = open()
    const answers: readonly (readonly [number, readonly string[]])[] = [
      [408, ['via']],
      [408, []],
      [481, []],
      [408, ['via']],
      [200, ['via']],
      [408, ['via']],
    ]
    for (const [status, headers] of answers) {
      void queue.send(RESUME)
      await settled()
      await answer(status, headers)
    }
    expect(gone()).toBe(0)
    void queue.send(RESUME)
    await settled()
    await answer(408)
    expect(gone()).toBe(1)
  })
})
