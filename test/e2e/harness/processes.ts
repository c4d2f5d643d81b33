import { readdirSync, readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

/** Processes that run on a profile folder, by their command lines; none where there is no /proc. */
function processesOn(profile: string): number[] {
  let pids: string[] = []
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
  return pids.flatMap((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile) ? [Number(pid)] : []
    } catch {
      return []
    }
  })
}

/**
 * SIGKILL to every process on the profile at once, until none is left: a browser whose host was killed would otherwise end in order
 * and write to the end, and the next one would start on files that are still held.
 */
export async function killAllOn(profile: string): Promise<void> {
  for (let pids = processesOn(profile); pids.length > 0; pids = processesOn(profile)) {
    for (const pid of pids)
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It ended by itself meanwhile.
      }
    await setImmediate()
  }
}
