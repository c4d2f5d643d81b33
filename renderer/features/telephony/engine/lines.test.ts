import { describe, expect, it } from 'vitest'
import { newCall } from './call-machine.ts'
import type { Call, CallState, Line } from './call-state.ts'
import { callsToHoldBefore, currentCall, offerOf, ringingCall } from './lines.ts'

const REMOTE = { number: '1002', name: '', source: 'direct', isInternal: true, divertedFrom: undefined } as const
const on = (line: Line, state: CallState): Call => ({
  ...newCall({ id: `c${line}`, sipCallId: '', line, direction: 'in', remote: REMOTE }, line * 10),
  state,
  answeredAt: state === 'ringingIn' ? undefined : 5,
})

describe('two lines', () => {
  it('[TEL11] the first call rings, the second waits', () => {
    expect(offerOf([])).toEqual({ kind: 'ring', line: 1 })
    expect(offerOf([on(1, 'ended')])).toEqual({ kind: 'ring', line: 1 })
    expect(offerOf([on(1, 'talking')])).toEqual({ kind: 'wait', line: 2 })
    expect(offerOf([on(2, 'held')])).toEqual({ kind: 'wait', line: 1 })
  })

  it('[TEL13] a third call finds no line', () => {
    expect(offerOf([on(1, 'held'), on(2, 'ringingIn')])).toEqual({ kind: 'busy' })
  })

  it('[TEL12] only the other call that has the microphone is held', () => {
    const calls = [on(1, 'talking'), on(2, 'ringingIn')]
    expect(callsToHoldBefore(calls, 'c2').map((call) => call.id)).toEqual(['c1'])
    expect(callsToHoldBefore([on(1, 'held'), on(2, 'ringingIn')], 'c2')).toEqual([])
    expect(callsToHoldBefore([on(1, 'talking')], 'c1')).toEqual([])
  })

  it('the keyboard acts upon the call with the microphone, the answer key upon the ringing one', () => {
    const calls = [on(1, 'held'), on(2, 'talking')]
    expect(currentCall(calls)?.id).toBe('c2')
    expect(currentCall([on(1, 'ended')])).toBeUndefined()
    expect(ringingCall([on(1, 'talking'), on(2, 'ringingIn')])?.id).toBe('c2')
  })
})
