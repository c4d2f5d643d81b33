import { describe, expect, it } from 'vitest'
import { anId } from '#shared/builders/ids.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { EMPTY_INFORMING, type InformingOf, informingArgsOf } from './informing-draft.ts'

const of: InformingOf = { id: anId(1), personId: anId(2), callId: anId(3), due: 'checkUp' }

describe('[C6] the answer about preventive care', () => {
  it('is nothing to record before an answer is chosen', () => {
    expect(informingArgsOf(EMPTY_INFORMING, of)).toBeNull()
  })

  it('is recorded as said by telephone, with the stage of what is due', () => {
    const agreed = { ...EMPTY_INFORMING, result: 'agreed' } as const
    expect(informingArgsOf(agreed, of)).toMatchObject({ way: '03', stage: '101', result: 'agreed' })
    expect(informingArgsOf(agreed, { ...of, due: 'preventiveExamination' })).toMatchObject({ stage: '201' })
  })

  it('[P5] is recorded as said in person where nobody may be called; at the post nobody goes unreached, at the door one may', () => {
    const agreed = { ...EMPTY_INFORMING, result: 'agreed' } as const
    const stopped = { ...of, isWithoutCalls: true }
    expect(informingArgsOf(agreed, stopped)).toMatchObject({ way: '11' })
    expect(informingArgsOf({ ...agreed, way: '03' }, stopped)).toMatchObject({ way: '11' })
    expect(informingArgsOf({ ...agreed, way: '07' }, stopped)).toMatchObject({ way: '07' })
    expect(informingArgsOf({ ...agreed, result: 'notReached' }, stopped)).toBeNull()
    expect(informingArgsOf({ ...agreed, result: 'notReached', way: '07' }, stopped)).toMatchObject({ way: '07' })
  })

  it('a refusal needs its reason, and a reason goes with nothing else', () => {
    const refused = { ...EMPTY_INFORMING, result: 'refused' } as const
    expect(recordInforming.args.safeParse(informingArgsOf(refused, of)).success).toBe(false)
    expect(recordInforming.args.safeParse(informingArgsOf({ ...refused, reason: 11 }, of)).success).toBe(true)
    expect(informingArgsOf({ ...refused, reason: 11, result: 'agreed' }, of)).toMatchObject({ reason: null })
  })

  it('a day to remind on goes only with who will think', () => {
    const draft = { ...EMPTY_INFORMING, repeatOn: '2026-12-01' }
    expect(informingArgsOf({ ...draft, result: 'willThink' }, of)).toMatchObject({ repeatOn: '2026-12-01' })
    expect(informingArgsOf({ ...draft, result: 'booked' }, of)).toMatchObject({ repeatOn: null })
  })
})
