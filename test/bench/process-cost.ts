import { readFileSync } from 'node:fs'

/** Ticks of the clock in which `/proc` counts processor time: 100 on every Linux that Debian makes. */
const TICKS_PER_SECOND = 100

/** Milliseconds of processor time that these processes have used so far; ended ones count no more. */
export function cpuMsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return sum + ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000
    } catch {
      return sum
    }
  }, 0)
}

/** Resident memory of a process in MB. */
export function residentMbOf(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1_024
}
