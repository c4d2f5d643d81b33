import { useState } from 'react'
import { refusalText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

export interface CaseCommand {
  /** Resolves to true when it stands on this computer. */
  run<Args>(command: CommandDefinition<Args>, args: Args): Promise<boolean>
  /** What is wrong with a field, for standing beside it; null when nothing is. */
  problemOf(...fields: string[]): string | null
  /** What is wrong and belongs to no field of the form. */
  readonly others: readonly string[]
}

/** Sends commands of one form and keeps what was refused until the next try. `fields`: those that the form shows. */
export function useCaseCommand(fields: readonly string[] = []): CaseCommand {
  const { writes } = useDeskData()
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const isShown = (refusal: Refusal): boolean => refusal.field !== undefined && fields.includes(refusal.field)
  return {
    async run(command, args) {
      const sent = await writes.dispatch(command, args)
      setRefusals(sent.ok ? [] : sent.error)
      return sent.ok
    },
    problemOf: (...wanted) => {
      const refusal = refusals.find((it) => it.field !== undefined && wanted.includes(it.field))
      return refusal === undefined ? null : refusalText(refusal)
    },
    others: refusals.filter((refusal) => !isShown(refusal)).map(refusalText),
  }
}
