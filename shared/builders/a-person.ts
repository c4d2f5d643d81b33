import type { InsuredPerson } from '../features/insured-persons/person.ts'
import { encodePolicyNumber } from '../kernel/policy-number.ts'
import { snilsCheck } from '../kernel/snils.ts'
import { anId, CLINIC_ID } from './ids.ts'

/**
 * A valid insured person for tests: a woman of 69, attached, due for a check-up, without marks and consents. `serial` makes id, policy
 * number, СНИЛС and telephone of a second person different from the first; `overrides` replace whole fields.
 */
export function aPerson(overrides: Partial<InsuredPerson> = {}, serial = 1): InsuredPerson {
  const birthDate = overrides.birthDate ?? '1957-03-14'
  const sex = overrides.sex ?? 'female'
  const nine = String(900_000_000 + serial)
  return {
    id: anId(serial),
    surname: 'Смирнова',
    givenName: 'Анна',
    patronymic: 'Петровна',
    birthDate,
    sex,
    policy: { kind: 'unified', series: null, number: encodePolicyNumber('00', birthDate, sex, serial % 100_000) },
    snils: nine + snilsCheck(nine),
    phones: [{ number: `+7000${String(serial).padStart(7, '0')}`, kind: 'mobile', valid: true }],
    email: null,
    address: { street: 'пр. Просвещения', house: '15', building: null, flat: '42' },
    clinicId: anId(CLINIC_ID),
    unit: 1,
    precinct: 1,
    insurerCode: '00001',
    status: 'attached',
    marks: [],
    priorityGround: null,
    prevention: {
      year: 2026,
      due: 'checkUp',
      quarter: 4,
      state: 'notInvited',
      stage1On: null,
      stage2On: null,
      reason: null,
    },
    consents: { informing: 'given', sms: 'none', support: 'none' },
    ...overrides,
  }
}
