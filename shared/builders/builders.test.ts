import { describe, expect, it } from 'vitest'
import { appeal } from '../features/appeals/appeal.ts'
import { insuredPerson } from '../features/insured-persons/person.ts'
import { call } from '../features/telephony/call.ts'
import { decodePolicyNumber, policyNumberProblem } from '../kernel/policy-number.ts'
import { isSnils } from '../kernel/snils.ts'
import { aCall } from './a-call.ts'
import { aPerson } from './a-person.ts'
import { anAppeal } from './an-appeal.ts'

describe('builders of records for tests', () => {
  it('make records that the schemas accept unchanged', () => {
    expect(insuredPerson.parse(aPerson())).toEqual(aPerson())
    expect(appeal.parse(anAppeal())).toEqual(anAppeal())
    expect(call.parse(aCall())).toEqual(aCall())
  })

  it('make a second record that clashes with the first in no key', () => {
    const [first, second] = [aPerson({}, 1), aPerson({}, 2)]
    expect(second.id).not.toBe(first.id)
    expect(second.policy.number).not.toBe(first.policy.number)
    expect(second.snils).not.toBe(first.snils)
    expect(second.phones).not.toEqual(first.phones)
    expect(anAppeal({}, 2).number).not.toBe(anAppeal({}, 1).number)
  })

  it('keep policy number and СНИЛС true to the person they are given', () => {
    const man = aPerson({ birthDate: '2004-01-09', sex: 'male' }, 7)
    expect(policyNumberProblem('unified', man.policy.number)).toBeNull()
    expect(decodePolicyNumber(man.policy.number)).toEqual({ birthDate: '2004-01-09', sex: 'male' })
    expect(isSnils(man.snils ?? '')).toBe(true)
  })
})
