import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#server/platform/config.ts'
import { backupTexts, progressLine, sentenceOf } from './backup-terminal.ts'
import { masterKeyPath } from './make-backup.ts'
import { rowsOf } from './manifest.ts'
import { restoreBackup } from './restore-backup.ts'

/** `npm run restore -- --from FILE [--replace]`: puts a backup in the place of the database. The settings are those of the server. */
const texts = backupTexts(process.env)
const { values } = parseArgs({
  options: { from: { type: 'string' }, replace: { type: 'boolean', default: false } },
  strict: false,
})

if (typeof values.from !== 'string' || values.from === '') {
  console.error(texts.usageRestore)
  process.exitCode = 2
} else {
  const progress = progressLine(process.stderr, texts)
  try {
    const config = readConfig(process.env)
    const replace = values.replace === true
    const { manifest, files, isOtherKey } = await restoreBackup(
      config,
      resolve(values.from),
      { replace },
      progress.show,
    )
    progress.end()
    process.stdout.write(`${texts.restoreDone(rowsOf(manifest), files, manifest.madeAt)}\n`)
    if (isOtherKey) process.stdout.write(`${texts.otherKey(masterKeyPath(config))}\n`)
  } catch (error) {
    progress.end()
    console.error(sentenceOf(error, texts))
    process.exitCode = 1
  }
}
