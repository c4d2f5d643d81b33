import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#server/platform/config.ts'
import { backupTexts, megabytesOf, progressLine, sentenceOf } from './backup-terminal.ts'
import { makeBackup } from './make-backup.ts'
import { rowsOf } from './manifest.ts'

/** `npm run backup -- --to FILE`: database and stored files in one file. The settings are those of the server (docs/server.md). */
const texts = backupTexts(process.env)
const { values } = parseArgs({ options: { to: { type: 'string' } }, strict: false })

if (typeof values.to !== 'string' || values.to === '') {
  console.error(texts.usageBackup)
  process.exitCode = 2
} else {
  const progress = progressLine(process.stderr, texts)
  try {
    const path = resolve(values.to)
    const { manifest, bytes, keysFolder } = await makeBackup(readConfig(process.env), path, Date.now(), progress.show)
    progress.end()
    process.stdout.write(
      `${texts.backupDone(path, rowsOf(manifest), manifest.files, megabytesOf(bytes))}\n${texts.keysApart(keysFolder)}\n`,
    )
  } catch (error) {
    progress.end()
    console.error(sentenceOf(error, texts))
    process.exitCode = 1
  }
}
