import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appealClassifier } from '#shared/features/appeals/classifier.ts'
import { type ScriptRules, scriptRules } from '#shared/features/call-scripts/script-draft.ts'

const ASSETS = join(import.meta.dirname, '../../assets')

const read = (file: string): unknown => JSON.parse(readFileSync(join(ASSETS, file), 'utf8'))

/** What scripts are held against: words that must be said, scales of surveys, themes of the classifier that an appeal may have. */
export function readScriptRules(): ScriptRules {
  const { rows } = appealClassifier.parse(read('classifiers/appeals.ru.json'))
  return scriptRules.parse({
    phrases: read('call-scripts/rules/required-phrases.json'),
    scales: read('surveys/rules/scales.ru.json'),
    themes: rows.filter((row) => row.selectable).map((row) => row.code),
  })
}
