import { describe, expect, it } from 'vitest'
import { encodePolicyNumber } from './policy-number.ts'
import { snilsCheck } from './snils.ts'
import { typedDoubt } from './typed-doubt.ts'

const TODAY = '2026-11-25'
const policy = encodePolicyNumber('00', '1957-03-14', 'female', 13)
const wrongPolicy = policy.slice(0, -1) + ((Number(policy.at(-1)) + 1) % 10)

describe('[X2] what is wrong with a typed number or date', () => {
  it.each([
    ['a policy whose check digit fails', wrongPolicy, 'policy.checkDigit'],
    [
      'the same in groups',
      `${wrongPolicy.slice(0, 4)} ${wrongPolicy.slice(4, 8)} ${wrongPolicy.slice(8)}`,
      'policy.checkDigit',
    ],
    ['a policy with a digit left out', policy.slice(1), 'insuredPersons.policyDigits'],
    ['a policy with a digit too many', `${policy}0`, 'insuredPersons.policyDigits'],
    ['a СНИЛС whose check fails', '11223344500', 'snils.invalid'],
    ['a birth date in the future', '14.03.2057', 'insuredPersons.birthInFuture'],
    ['a birth date in the future after a name', 'смирнова 14.03.2057', 'insuredPersons.birthInFuture'],
    ['a day that does not exist', '31.02.1957', 'date.invalid'],
    ['a month that does not exist', '14/13/1957', 'date.invalid'],
  ])('%s', (_what, typed, code) => {
    expect(typedDoubt(typed, TODAY)?.code).toBe(code)
  })

  it.each([
    ['nothing', ''],
    ['a name', 'смирнова анна'],
    ['a right policy', policy],
    ['a right СНИЛС', `112233445${snilsCheck('112233445')}`],
    ['a telephone number', '8 912 345-67-89'],
    ['a short number that is still being typed', '0013'],
    ['a birth date', '14.03.1957'],
    ['today', '25.11.2026'],
    ['emoji and right-to-left letters', '🏥 שלום'],
    ['a script tag', '<script>alert(1)</script>'],
    ['megabytes', 'я'.repeat(5_000_000)],
  ])('is silent about %s', (_what, typed) => {
    expect(typedDoubt(typed, TODAY)).toBeNull()
  })
})
