import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Daemons live in sbin, which is not on the path of ordinary users. */
const FOLDERS = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/sbin',
  '/usr/bin',
].filter((folder) => folder !== '')

/** Full path of a program, also of one in sbin; undefined when it is not installed. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
