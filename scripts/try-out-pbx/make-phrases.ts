import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPhrases, PHRASES_FOLDER } from './phrases.ts'

/**
 * Makes the audio of the robot citizens anew from assets/sounds/citizen/phrases.json: `npx tsx scripts/try-out-pbx/make-phrases.ts`.
 * Needs espeak-ng and sox (`apt-get install espeak-ng sox`); only the sound files are part of the product.
 */
const folder = mkdtempSync(join(tmpdir(), 'phrases-'))
try {
  for (const { id, voice, text } of loadPhrases()) {
    const wav = join(folder, `${id}.wav`)
    const target = fileURLToPath(new URL(`${id}.al`, PHRASES_FOLDER))
    execFileSync('espeak-ng', ['-v', voice, '-s', '150', '-w', wav, text])
    // telephone band, no dither: the same text gives the same bytes
    execFileSync('sox', [
      '-R',
      '-D',
      wav,
      '-r',
      '8000',
      '-c',
      '1',
      '-t',
      'al',
      target,
      'norm',
      '-4',
      'highpass',
      '300',
      'lowpass',
      '3400',
    ])
    console.log(`${id}: ${(statSync(target).size / 8000).toFixed(1)} s`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
