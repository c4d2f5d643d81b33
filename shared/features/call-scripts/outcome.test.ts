import { describe, expect, it } from 'vitest'
import { outcomeFor } from './outcome.ts'

const answered = { result: 'answered', endedBy: 'farSide' } as const
const run = (outcome?: 'resolved' | 'handedOver' | 'callBackPromised', result: string | null = 'end') => ({
  means: outcome === undefined ? {} : { outcome },
  result,
})

describe('[C9] the outcome suggested at wrap-up', () => {
  it('follows from a call that was not answered', () => {
    expect(outcomeFor(run('handedOver'), [], { result: 'busy', endedBy: null }).outcome).toBe('busy')
    expect(outcomeFor(null, [], { result: 'missed', endedBy: null })).toEqual({
      outcome: 'noAnswer',
      because: 'notAnswered',
    })
  })

  it('follows from the script when it ended in something special, also with an appeal', () => {
    expect(outcomeFor(run('callBackPromised'), [{ result: 'handedOver' }], answered)).toEqual({
      outcome: 'callBackPromised',
      because: 'script',
    })
  })

  it('follows from a registered appeal when the script ended as usual or was not followed', () => {
    expect(outcomeFor(run('resolved'), [{ result: 'answeredAtOnce' }], answered).outcome).toBe('appealRegistered')
    expect(outcomeFor(null, [{ result: 'takenIntoWork' }], answered).outcome).toBe('appealRegistered')
    expect(outcomeFor(run(undefined, null), [{ result: 'cutOff' }], answered).outcome).toBe('cutOff')
  })

  it('is cutOff when the other side left in the middle of a script, not when the representative hung up', () => {
    expect(outcomeFor(run(undefined, null), [], answered)).toEqual({ outcome: 'cutOff', because: 'callBrokeOff' })
    expect(outcomeFor(run(undefined, null), [], { ...answered, endedBy: 'desk' }).outcome).toBe('resolved')
  })

  it('is resolved otherwise', () => {
    expect(outcomeFor(run('resolved'), [], answered)).toEqual({ outcome: 'resolved', because: 'script' })
    expect(outcomeFor(null, [], answered)).toEqual({ outcome: 'resolved', because: 'usual' })
  })
})
