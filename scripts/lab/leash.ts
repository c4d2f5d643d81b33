import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** How long a daemon may take to end after it was asked. */
const KILL_AFTER_SECONDS = 3

/**
 * Runs the daemon and waits for either to end: the daemon, or our end of the pipe. So nothing stays behind when this process is killed outright.
 */
const LEASH = `exec 3<&0
signal=$1; grace=$2; shift 2
"$@" </dev/null 3<&- & child=$!
( cat <&3 >/dev/null; kill -$signal $child; sleep $grace; kill -KILL $child ) 2>/dev/null & watch=$!
exec 3<&-
wait $child; code=$?
kill $watch 2>/dev/null
exit $code`

export interface LeashedProcess {
  /** Settles when the daemon ended, with its exit code. */
  readonly ended: Promise<number | null>
  readonly hasEnded: boolean
  /** Of the shell that holds the leash; the daemon is its first child. */
  readonly pid: number | undefined
  /** Ends the daemon and waits until it is gone. */
  stop(): Promise<void>
  /** Stops it in the middle of whatever it does, as a frozen machine or a dead network looks from outside; false lets it go on. */
  freeze(isFrozen: boolean): void
  /** Kills the daemon without a word, as a failure would, and waits until it is gone. */
  kill(): Promise<void>
}

export interface LeashOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Whose rights the daemon has, when it may not run as root. */
  readonly user?: { readonly uid: number; readonly gid: number } | null
  readonly cwd?: string
  /** How it is asked to end: PostgreSQL waits for its clients after TERM and ends them after INT. */
  readonly signal?: 'TERM' | 'INT'
  readonly graceSeconds?: number
}

/** Starts a daemon that ends with this process. Its output goes to a file. */
export function startLeashed(
  command: string,
  args: readonly string[],
  logFile: string,
  options: LeashOptions = {},
): LeashedProcess {
  const log = openSync(logFile, 'a', 0o600)
  const { signal = 'TERM', graceSeconds = KILL_AFTER_SECONDS } = options
  const child: ChildProcess = spawn('/bin/sh', ['-c', LEASH, 'leash', signal, String(graceSeconds), command, ...args], {
    stdio: ['pipe', log, log],
    // Ctrl+C of a terminal goes to the whole group; who ends when is for this process to say.
    detached: true,
    ...(options.env ? { env: { ...process.env, ...options.env } } : {}),
    ...(options.user ?? {}),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
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
    pid: child.pid,
    get hasEnded() {
      return hasEnded
    },
    async stop() {
      child.stdin?.end()
      await ended
    },
    freeze(isFrozen) {
      if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, isFrozen ? 'SIGSTOP' : 'SIGCONT')
    },
    async kill() {
      // The group of this child alone: it was made with it (`detached`).
      if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await ended
    },
  }
}
