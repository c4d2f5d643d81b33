import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Lab, startLab } from '#scripts/lab/start-lab.ts'
import { type ApiProcess, SIP_SECRET, startApi } from './api-process.ts'
import { type Desk, openDesk } from './desk.ts'

/** An API and the desks of one test; everything ends with `dispose`. */
export interface QuietWorld {
  readonly api: ApiProcess
  /** Opens a desk whose microphone hears a tone of `hz`. */
  desk(hz?: number): Promise<Desk>
  dispose(): Promise<void>
}

/** The same with a telephone exchange. */
export interface World extends QuietWorld {
  readonly lab: Lab
}

/** A world without a telephone exchange, for what needs none: it stands in half the time. */
export async function buildQuietWorld(): Promise<QuietWorld> {
  return worldAround(await startApi())
}

export async function buildWorld(): Promise<World> {
  const lab = await startLab({ secret: SIP_SECRET })
  const api = await startApi({ sip: { server: lab.sipServer, domain: lab.domain } })
  const world = worldAround(api, lab.sipServer)
  return {
    ...world,
    lab,
    async dispose() {
      await world.dispose()
      await lab.stop()
    },
  }
}

function worldAround(api: ApiProcess, sipUrl?: string): QuietWorld {
  const folder = mkdtempSync(join(tmpdir(), 'opora-world-'))
  const desks: Desk[] = []
  return {
    api,
    async desk(hz) {
      const voice = hz === undefined ? undefined : tone(folder, hz)
      const desk = await openDesk({
        apiUrl: api.url,
        ...(sipUrl === undefined ? {} : { sipUrl }),
        ...(voice === undefined ? {} : { voice }),
      })
      desks.push(desk)
      return desk
    },
    async dispose() {
      await Promise.allSettled(desks.map((desk) => desk.dispose()))
      await api.dispose()
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
