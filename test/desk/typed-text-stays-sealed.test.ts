import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Tags up to the end of their attributes; arrows inside attributes are not an end. */
const TAG = /<(form|(?:Phrase)?Textarea)\b(?:=>|[^>])*>/g
const RENDERER = join(import.meta.dirname, '../../renderer')
const FILES = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx'))

/** Text areas of these files are drawn inside the form of another file, which is checked as a form. */
const FIELDS_OF_FORMS = [
  'features/appeals/intake-fields.tsx',
  'features/complaints/assign-form.tsx',
  'features/complaints/consultation-form.tsx',
  'features/complaints/decision-forms.tsx',
  'features/complaints/request-form.tsx',
  'features/complaints/term-forms.tsx',
  // Passes on what its users say, and they are checked.
  'ui/phrase-textarea.tsx',
]

function tagsOf(path: string, name: 'form' | 'Textarea'): string[] {
  const text = readFileSync(join(RENDERER, path), 'utf8')
  return [...text.matchAll(TAG)].filter((tag) => tag[1]?.replace('Phrase', '') === name).map((tag) => tag[0])
}

describe('[X3] typed text stays out of the session files of the browser', () => {
  it('every form says that its fields are not to be restored', () => {
    const forms = FILES.flatMap((path) => tagsOf(path, 'form').map((tag) => ({ path, tag })))
    expect(forms.length).toBeGreaterThan(10)
    expect(forms.filter(({ tag }) => !tag.includes('autoComplete="off"'))).toEqual([])
  })

  it('every text area stands in a form or names the one for those that do not', () => {
    const bare = FILES.map((path) => relative(RENDERER, join(RENDERER, path)).replaceAll('\\', '/'))
      .filter((path) => tagsOf(path, 'form').length === 0 && !FIELDS_OF_FORMS.includes(path))
      .flatMap((path) => tagsOf(path, 'Textarea').map((tag) => ({ path, tag })))
    expect(bare.length).toBeGreaterThan(0)
    expect(bare.filter(({ tag }) => !tag.includes('form={UNTOLD_FORM}'))).toEqual([])
  })
})
