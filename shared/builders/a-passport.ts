import type { DevicePassport } from '../ipc/contract.ts'
import { anId, USER_ID } from './ids.ts'

/** What an operator's desk must know to be opened without the server. */
export function aPassport(user: Partial<DevicePassport['user']> = {}): DevicePassport {
  return {
    user: {
      id: anId(USER_ID),
      orgId: anId(0x0e),
      orgName: 'Insurer',
      name: 'Anna Levitskaya',
      role: 'L1',
      clinicIds: [],
      extension: null,
      zoneOffsetMinutes: 180,
      ...user,
    },
    deviceId: anId(0xd1),
  }
}
