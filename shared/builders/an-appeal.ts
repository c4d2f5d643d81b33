import type { Appeal } from '../features/appeals/appeal.ts'
import { formatRegistrationNumber } from '../features/appeals/registration-number.ts'
import { anId, CLINIC_ID, USER_ID } from './ids.ts'

/**
 * A valid appeal for tests: an oral consultation by telephone, answered at once and closed. `serial` makes id and registration number of
 * a second appeal different from the first; `overrides` replace whole fields.
 */
export function anAppeal(overrides: Partial<Appeal> = {}, serial = 1): Appeal {
  return {
    id: anId(0xa0_0000 + serial),
    number: formatRegistrationNumber({ journal: 'ОЖ', year: 2026, serial }),
    form: 'oral',
    channel: 'phone',
    source: 'direct',
    kind: 'consultation',
    themeCode: 'consultation.4.5',
    classifierVersion: '2026-01',
    applicant: { personId: anId(1), contactId: null, anonymous: false, name: 'Смирнова Анна Петровна', phone: null },
    concernsId: anId(1),
    clinicId: anId(CLINIC_ID),
    text: 'Спрашивает, как записаться к терапевту без электронной записи.',
    result: 'answeredAtOnce',
    resultText: 'Разъяснён порядок записи по телефону и в регистратуре.',
    state: 'closed',
    intakeLine: 1,
    reviewLine: 1,
    takenBy: anId(USER_ID),
    assignedTo: null,
    callId: null,
    registeredAt: '2026-11-23T09:30:00.000Z',
    receivedAt: '2026-11-23T09:30:01.000Z',
    answerBy: null,
    closedAt: '2026-11-23T09:30:00.000Z',
    justified: null,
    ...overrides,
  }
}
