import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A program started beside this one; it ends with it. */
export interface Child {
  readonly name: string
  readonly process: ChildProcess
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>
  /** Asks it to end, and ends it after `graceMs`. Only this process by its own pid, never by name. */
  stop(graceMs?: number): Promise<void>
}

interface ProgramOptions {
  readonly env?: Record<string, string>
  /** Called with every line of both outputs; nothing is lost in silence. */
  readonly onLine: (line: string) => void
}

/** Starts a TypeScript program of this house with the running Node. */
export function startProgram(
  name: string,
  file: string,
  options: ProgramOptions & { readonly args?: readonly string[] },
): Child {
  return startNode(name, ['--import', 'tsx', file, ...(options.args ?? [])], options)
}

/** Starts the running Node once more with these arguments. */
export function startNode(name: string, nodeArguments: readonly string[], options: ProgramOptions): Child {
  const child = spawn(process.execPath, nodeArguments, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  })
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', options.onLine)
  const ended = new Promise<number | null>((done) => {
    child.on('error', () => done(1))
    child.on('close', (code) => done(code))
  })
  return {
    name,
    process: child,
    ended,
    async stop(graceMs = 5_000) {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Asks until the address answers 200, or the child ends, or time is over. @throws Error that names what did not come up */
export async function waitUntilUp(url: string, child: Child, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  let isOver = false
  void child.ended.then(() => {
    isOver = true
  })
  while (Date.now() < deadline && !isOver) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((next) => setTimeout(next, 100))
  }
  throw new Error(`${child.name} did not come up at ${url}`)
}
