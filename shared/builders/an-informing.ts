import type { RecordInformingArgs } from '../features/preventive-care/commands.ts'
import { anId } from './ids.ts'

/** What a representative enters after informing by telephone: the person agreed. `overrides` replace whole fields. */
export function anInforming(overrides: Partial<RecordInformingArgs> = {}, serial = 1): RecordInformingArgs {
  return {
    id: anId(0x1f_0000 + serial),
    personId: anId(1),
    way: '03',
    stage: '101',
    result: 'agreed',
    reason: null,
    repeatOn: null,
    note: '',
    callId: null,
    ...overrides,
  }
}
