import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** How long a daemon may take to end after SIGTERM. */
const KILL_AFTER_SECONDS = 3

/**
 * Runs the daemon and waits for either to end: the daemon, or our end of the pipe. So nothing stays behind when this process is killed outright.
 */
const LEASH = `exec 3<&0
"$@" </dev/null 3<&- & child=$!
( cat <&3 >/dev/null; kill -TERM $child; sleep ${KILL_AFTER_SECONDS}; kill -KILL $child ) 2>/dev/null & watch=$!
exec 3<&-
wait $child; code=$?
kill $watch 2>/dev/null
exit $code`

export interface LeashedProcess {
  /** Settles when the daemon ended, with its exit code. */
  readonly ended: Promise<number | null>
  readonly hasEnded: boolean
  /** Ends the daemon and waits until it is gone. */
  stop(): Promise<void>
}

/** Starts a daemon that ends with this process. Its output goes to a file. */
export function startLeashed(command: string, args: readonly string[], logFile: string): LeashedProcess {
  const log = openSync(logFile, 'a')
  const child: ChildProcess = spawn('/bin/sh', ['-c', LEASH, 'leash', command, ...args], { stdio: ['pipe', log, log] })
  closeSync(log)
  let hasEnded = false
  const ended = new Promise<number | null>((resolve) => {
    const finish = (code: number | null): void => {
      hasEnded = true
      resolve(code)
    }
    child.once('exit', finish)
    child.once('error', () => finish(null))
  })
  child.stdin?.on('error', () => undefined)
  return {
    ended,
    get hasEnded() {
      return hasEnded
    },
    async stop() {
      child.stdin?.end()
      await ended
    },
  }
}
