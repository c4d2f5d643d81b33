import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Lab, startLab } from '#scripts/lab/start-lab.ts'
import { type ApiProcess, SIP_SECRET, startApi } from './api-process.ts'
import { type Desk, openDesk } from './desk.ts'

/** An exchange, an API and the desks of one test; everything ends with `dispose`. */
export interface World {
  readonly lab: Lab
  readonly api: ApiProcess
  /** Opens a desk whose microphone hears a tone of `hz`. */
  desk(hz?: number): Promise<Desk>
  dispose(): Promise<void>
}

export async function buildWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'opora-world-'))
  const lab = await startLab({ secret: SIP_SECRET })
  const api = await startApi({ sip: { server: lab.sipServer, domain: lab.domain } })
  const desks: Desk[] = []
  return {
    lab,
    api,
    async desk(hz) {
      const voice = hz === undefined ? undefined : tone(folder, hz)
      const desk = await openDesk({ apiUrl: api.url, sipUrl: lab.sipServer, ...(voice === undefined ? {} : { voice }) })
      desks.push(desk)
      return desk
    },
    async dispose() {
      await Promise.allSettled(desks.map((desk) => desk.dispose()))
      await api.dispose()
      await lab.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Chromium plays the file in place of a microphone, over and over. */
function tone(folder: string, hz: number): string {
  const path = join(folder, `${hz}.wav`)
  execFileSync('sox', [
    '-n',
    '-r',
    '48000',
    '-b',
    '16',
    '-c',
    '1',
    path,
    'synth',
    '5',
    'sine',
    String(hz),
    'vol',
    '0.5',
  ])
  return path
}
