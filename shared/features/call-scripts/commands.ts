import type { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { err, ok } from '../../kernel/result.ts'
import { scriptRun } from './run.ts'

const recordRunArgs = scriptRun.omit({ userId: true })
export type RecordRunArgs = z.infer<typeof recordRunArgs>

/** Keeps every answer of a script run, also of one that was cut off (REQUIREMENTS C4, DOMAIN §9). */
export const recordScriptRun = defineCommand<RecordRunArgs>({
  name: 'callScripts.recordRun',
  version: 1,
  args: recordRunArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'scriptRun', id: args.id }],
  apply: (context, args) => {
    if (context.read('scriptRun', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    return ok([{ kind: 'scriptRun', id: args.id, data: { ...args, userId: context.actor.userId } }])
  },
})

export const callScriptsCommands = [recordScriptRun] as const
