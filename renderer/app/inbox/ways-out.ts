import type { Refusal } from '#shared/kernel/errors.ts'

/**
 * Refusals that the same command, sent once more, can be spared: the server failed, knows the command only after its own update, wanted
 * something else first, or held it against a value that has changed since. Every other reason would be given again.
 */
const PASSING = new Set(['push.failed', 'push.unknownCommand', 'push.depends', 'record.conflict'])

/** Whether sending a refused command again as it is can help; where it cannot, the button would only disappoint. */
export function canSendAgain({ code }: Refusal): boolean {
  return PASSING.has(code)
}
