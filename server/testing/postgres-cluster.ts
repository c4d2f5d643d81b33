import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openPostgres } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { findPostgresProgram, postgresUser } from '#server/db/postgres-programs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL of this run with the database `opora_template`, or why there is none. */
    postgres: { readonly url: string } | { readonly missing: string }
  }
}

/**
 * Starts one PostgreSQL for the whole test run: own folder, free port on loopback, nothing kept. PostgreSQL refuses to run as root, so as
 * root it runs as the user `postgres`. Without it the tests on PostgreSQL are skipped with a reason, except in CI, where they must run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [initdb, postgres] = [findPostgresProgram('initdb'), findPostgresProgram('postgres')]
  if (initdb === undefined || postgres === undefined) {
    const missing = 'PostgreSQL is not installed (Debian: apt-get install postgresql)'
    if (process.env['CI']) throw new Error(missing)
    console.warn(`Tests on PostgreSQL are skipped: ${missing}`)
    project.provide('postgres', { missing })
    return async () => {}
  }
  const folder = mkdtempSync(join(tmpdir(), 'opora-pg-'))
  const user = postgresUser()
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(initdb, ['-D', data, '-U', 'opora', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], {
    stdio: 'pipe',
    cwd: folder,
    ...user,
  })
  const port = await freePort()
  const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'listen_addresses=127.0.0.1']
  const args = ['-D', data, '-p', String(port), '-k', folder, ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(postgres, args, { stdio: 'ignore', cwd: folder, ...user })
  const url = `postgres://opora@127.0.0.1:${port}/`
  try {
    await whenAnswering(`${url}postgres`, server)
    await run(`${url}postgres`, 'create database opora_template')
    const template = openPostgres(`${url}opora_template`)
    await migrate(template)
    await template.close()
  } catch (error) {
    await stop(server, folder)
    throw error
  }
  project.provide('postgres', { url })
  return () => stop(server, folder)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function whenAnswering(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`)
    if (
      await run(url, 'select 1').then(
        () => true,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('postgres does not answer')
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGINT')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
}
