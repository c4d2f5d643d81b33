import { beginCase, type ComplaintCase } from '../features/complaints/complaint-case.ts'
import { anId, CLINIC_ID, USER_ID } from './ids.ts'

/** A valid case for tests: a written complaint of 23 November 2026, taken into work by the usual user. */
export function aCase(overrides: Partial<ComplaintCase> = {}, serial = 1): ComplaintCase {
  const begun = beginCase({
    id: anId(0xa0_0000 + serial),
    assignedTo: anId(USER_ID),
    form: 'written',
    clinicId: anId(CLINIC_ID),
    receivedOn: '2026-11-22',
    registeredOn: '2026-11-23',
    by: anId(USER_ID),
    at: '2026-11-23T09:30:00.000Z',
  })
  return { ...begun, state: 'inWork', ...overrides }
}
