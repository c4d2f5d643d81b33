import type { Tx } from '#server/db/database.ts'
import type { FloorPerson } from '#shared/features/supervision/floor.ts'
import type { UserId } from '#shared/kernel/ids.ts'

/** Who works on the floor: everyone who may sign in but administrators. */
export async function floorStaffOf(
  tx: Tx,
  orgId: string,
): Promise<readonly Pick<FloorPerson, 'userId' | 'name' | 'role' | 'extension'>[]> {
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'name', 'role', 'extension'])
    .where('org_id', '=', orgId)
    .where('active', '=', true)
    .where('role', '<>', 'AD')
    .orderBy('role')
    .orderBy('name')
    .execute()
  return rows.map(({ id, ...rest }) => ({ ...rest, userId: id as UserId }))
}
