import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Headers, pack } from 'tar-stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ArchiveReader, ArchiveWriter, SUMS, wholeOf } from './backup-archive.ts'

const MIB = 1 << 20
/** More than the eleven octal digits of a header hold. */
const HUGE = 9 * 1024 * MIB
const LONG_NAME = `files/${'a'.repeat(180)}`

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opora-archive-'))
  path = join(folder, 'backup.tar')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function write(contents: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const writer = await ArchiveWriter.create(path)
  for (const [name, bytes] of Object.entries(contents)) await writer.addBytes(name, bytes)
  await writer.finish()
  expect(writer.written).toBe(readFileSync(path).length)
}

async function reading<T>(work: (reader: ArchiveReader) => Promise<T>, from = path): Promise<T> {
  const reader = await ArchiveReader.open(from)
  return work(reader).finally(() => reader.close())
}

/** `toEqual` takes seconds for a megabyte. */
const sameBytes = (one: Buffer, other: Buffer): boolean => one.equals(other)

/** An archive of another program, with right sums. */
async function writeForeign(entries: readonly Headers[]): Promise<void> {
  const archive = pack()
  for (const entry of entries) archive.entry(entry, entry.type === undefined ? 'x' : '')
  const hash = createHash('sha256').update('x').digest('hex')
  archive.entry({ name: SUMS }, entries.map(({ name }) => `${hash}  ${name}\n`).join(''))
  archive.finalize()
  writeFileSync(path, await wholeOf(archive))
}

async function* pieces(count: number, onAsk: (index: number) => Promise<void> | void): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) {
    await onAsk(index)
    yield Buffer.alloc(MIB, index)
  }
}

const contents = {
  'manifest.json': Buffer.from('{}\n'),
  'database.dump': randomBytes(3 * MIB + 7),
  'files/empty.json': Buffer.alloc(0),
  'recordings/block': randomBytes(512),
  [LONG_NAME]: Buffer.from('long'),
  'files/имя': Buffer.from('Cyrillic'),
}

it('[X7] gives back what was put in, in its order, the sums last', async () => {
  await write(contents)
  expect(readdirSync(folder)).toEqual(['backup.tar'])
  await reading(async (reader) => {
    const shares: number[] = []
    const items = await reader.verify((share) => shares.push(share))
    expect(items).toEqual(Object.entries(contents).map(([name, { length }]) => ({ name, size: length })))
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    const names: string[] = []
    for await (const { name } of reader.entries()) names.push(name)
    expect(names).toEqual([...Object.keys(contents), SUMS])
    for (const [name, bytes] of Object.entries(contents))
      expect(sameBytes(await reader.readWhole(name), bytes)).toBe(true)
    await expect(reader.readWhole('none')).rejects.toMatchObject({ code: 'restore.damaged', detail: 'none' })
  })
})

it.skipIf(process.platform === 'win32')('[X7] is read by tar, and its sums by sha256sum', async () => {
  await write(contents)
  const out = join(folder, 'out')
  mkdirSync(out)
  execFileSync('tar', ['-xf', path, '-C', out])
  for (const [name, bytes] of Object.entries(contents))
    expect(sameBytes(readFileSync(join(out, name)), bytes)).toBe(true)
  const said = execFileSync('sha256sum', ['-c', SUMS], { cwd: out, encoding: 'utf8' })
  expect(said.trim().split('\n')).toHaveLength(Object.keys(contents).length)
})

it('[X7] holds no more than a few pieces at a time, writing and reading', async () => {
  const writer = await ArchiveWriter.create(path)
  let most = 0
  await writer.add(
    'database.dump',
    24 * MIB,
    pieces(24, (index) => {
      most = Math.max(most, index * MIB - writer.written)
    }),
  )
  await writer.finish()
  expect(most).toBeLessThanOrEqual(3 * MIB)

  let [read, used, ahead] = [0, 0, 0]
  await reading(async (reader) => {
    for await (const { content } of reader.entries((bytes) => {
      read = bytes
      ahead = Math.max(ahead, read - used)
    }))
      for await (const part of content) used += part.length
  })
  expect(used).toBeGreaterThan(24 * MIB)
  expect(ahead).toBeLessThanOrEqual(2 * MIB)
})

it('[X7] takes an entry of more than 8 GiB', async () => {
  const writer = await ArchiveWriter.create(path)
  const seen: number[] = []
  // By the eighth piece the first ones, and the header before them, are on the disk.
  const content = pieces(9, async (index) => {
    if (index < 8) return
    await reading(async (reader) => {
      for await (const { size } of reader.entries()) {
        seen.push(size)
        break
      }
    }, `${path}.part`)
  })
  await expect(writer.add('database.dump', HUGE, content)).rejects.toMatchObject({ code: 'backup.cannotWrite' })
  await writer.abandon()
  expect(seen).toEqual([HUGE])
})

it.each([
  ['a link', [{ name: 'files/a', type: 'symlink', linkname: '/etc/passwd' }]],
  ['a folder', [{ name: 'files', type: 'directory' }]],
  ['a way up', [{ name: 'files/../../a' }]],
  ['a place from the root', [{ name: '/files/a' }]],
  ['one name twice', [{ name: 'files/a' }, { name: 'files/a' }]],
] as [string, Headers[]][])('[X7] refuses an archive with %s', async (_what, entries) => {
  await writeForeign([{ name: 'manifest.json' }, ...entries])
  await reading((reader) =>
    expect(reader.verify(() => {})).rejects.toMatchObject({ code: 'restore.damaged', detail: entries[0]?.name }),
  )
})

it('[X7] refuses an entry that the sums do not name, and one behind the sums', async () => {
  await write({ a: Buffer.from('a') })
  const whole = readFileSync(path)
  rmSync(path)
  await write({ b: Buffer.from('b') })
  writeFileSync(path, Buffer.concat([whole, readFileSync(path)]))
  await reading((reader) =>
    expect(reader.verify(() => {})).rejects.toMatchObject({ code: 'restore.damaged', detail: 'b' }),
  )
  const archive = pack()
  archive.entry({ name: 'a' }, 'a')
  archive.entry({ name: SUMS }, '')
  archive.finalize()
  writeFileSync(path, await wholeOf(archive))
  await reading((reader) =>
    expect(reader.verify(() => {})).rejects.toMatchObject({ code: 'restore.damaged', detail: SUMS }),
  )
})

it('[X7] tells what is no archive from one that is cut off, wherever that is', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(5_000), randomBytes(5_000), Buffer.from('text')]) {
    writeFileSync(path, bytes)
    await reading((reader) =>
      expect(reader.verify(() => {})).rejects.toMatchObject({ code: 'restore.notABackup', detail: path }),
    )
  }
  rmSync(path)
  await write({ 'manifest.json': Buffer.from('{}\n'), 'database.dump': randomBytes(1_000) })
  const whole = readFileSync(path)
  // The two blocks of zeros at the end hold nothing.
  for (let length = 512; length < whole.length - 1024; length += 100) {
    writeFileSync(path, whole.subarray(0, length))
    await reading((reader) => expect(reader.verify(() => {})).rejects.toMatchObject({ code: 'restore.damaged' }))
  }
  await expect(ArchiveReader.open(join(folder, 'none'))).rejects.toMatchObject({ code: 'restore.fileMissing' })
  await reading(
    (reader) => expect(reader.verify(() => {})).rejects.toMatchObject({ code: 'restore.fileMissing' }),
    folder,
  )
})

it('cuts a file that grew, refuses one that became shorter, and passes on why one could not be read', async () => {
  const writer = await ArchiveWriter.create(path)
  await writer.add(
    'grown',
    MIB + 5,
    pieces(3, () => {}),
  )
  await expect(
    writer.add(
      'shrunk',
      3 * MIB,
      pieces(2, () => {}),
    ),
  ).rejects.toMatchObject({
    code: 'backup.cannotWrite',
    detail: 'shrunk became shorter',
  })
  await expect(writer.addBytes('next', Buffer.from('x'))).rejects.toThrow()
  await writer.abandon()
  expect(readdirSync(folder)).toEqual([])

  const other = await ArchiveWriter.create(path)
  const failing = pieces(3, (index) => {
    if (index === 2) throw new Error('EIO')
  })
  await expect(other.add('unreadable', 3 * MIB, failing)).rejects.toThrow('EIO')
  await expect(other.addBytes('files/\nb', Buffer.from('x'))).rejects.toThrow('cannot be a name')
  await other.abandon()
  expect(existsSync(path)).toBe(false)
})

it.skipIf(!existsSync('/dev/full'))('says when the disk is full', async () => {
  symlinkSync('/dev/full', `${path}.part`)
  const writer = await ArchiveWriter.create(path)
  await expect(
    writer.add(
      'database.dump',
      24 * MIB,
      pieces(24, () => {}),
    ),
  ).rejects.toMatchObject({
    code: 'backup.cannotWrite',
    detail: expect.stringContaining('ENOSPC'),
  })
  await expect(writer.finish()).rejects.toMatchObject({ code: 'backup.cannotWrite' })
  await writer.abandon()
  expect(readdirSync(folder)).toEqual([])
})
