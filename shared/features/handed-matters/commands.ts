import { z } from 'zod'
import { defineCommand } from '../../kernel/command.ts'
import { refuse } from '../../kernel/errors.ts'
import { commandId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { type HandedMatter, handedMatter, matterOutcome } from './handed-matter.ts'

const handMatterOverArgs = handedMatter.pick({
  id: true,
  to: true,
  what: true,
  about: true,
  personId: true,
  lines: true,
  note: true,
})
export type HandMatterOverArgs = z.infer<typeof handMatterOverArgs>

/** Gives a colleague what this user could not settle. Saying it again changes nothing. The server checks who may receive it. */
export const handMatterOver = defineCommand<HandMatterOverArgs>({
  name: 'handedMatters.handOver',
  version: 1,
  args: handMatterOverArgs,
  allow: (actor, args) => (args.to === actor.userId ? refuse('handedMatters.toOneself', 'to') : null),
  touches: (args) => [{ kind: 'handedMatter', id: args.id }],
  apply: (context, args) => {
    const before = context.read('handedMatter', args.id) as HandedMatter | undefined
    if (before !== undefined)
      return before.from === context.actor.userId ? ok([]) : err(refuse('record.notFound', 'id'))
    const matter: HandedMatter = {
      ...args,
      from: context.actor.userId,
      handedAt: context.occurredAt,
      settledAt: null,
      outcome: '',
    }
    return ok([{ kind: 'handedMatter', id: args.id, data: matter }])
  },
})

const settleMatterArgs = z.object({ id: commandId, outcome: matterOutcome })
export type SettleMatterArgs = z.infer<typeof settleMatterArgs>

/** The receiver says what was done. */
export const settleMatter = defineCommand<SettleMatterArgs>({
  name: 'handedMatters.settle',
  version: 1,
  args: settleMatterArgs,
  allow: () => null,
  touches: (args) => [{ kind: 'handedMatter', id: args.id }],
  dependsOn: (args) => [{ kind: 'handedMatter', id: args.id }],
  apply: (context, { id, outcome }) => {
    const matter = context.read('handedMatter', id) as HandedMatter | undefined
    if (matter === undefined || matter.to !== context.actor.userId) return err(refuse('record.notFound', 'id'))
    if (matter.settledAt !== null) return ok([])
    return ok([{ kind: 'handedMatter', id, data: { ...matter, settledAt: context.occurredAt, outcome } }])
  },
})

export const handedMattersCommands = [handMatterOver, settleMatter] as const
