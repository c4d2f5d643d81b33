import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { Catalogue } from '#renderer/i18n/catalogue.ts'
import { CATALOGUES } from '#renderer/i18n/catalogues.ts'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'

const PLURAL = /_(one|few|many|other)$/

function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort()
}

/** A registration number is written the same in every language, prefix and all. */
function withoutNumbers(text: string): string {
  return text.replace(/[А-Я]{1,4}-\d{4}-\d{6}/g, '')
}

/** Keys by their base with the plural forms that a language has for them. */
function formsOf(texts: Catalogue): Map<string, string[]> {
  const forms = new Map<string, string[]>()
  for (const key of Object.keys(texts)) {
    const form = PLURAL.exec(key)?.[1]
    if (form !== undefined) forms.set(key.replace(PLURAL, ''), [...(forms.get(key.replace(PLURAL, '')) ?? []), form])
  }
  return forms
}

describe.each(Object.entries(CATALOGUES))('[X4] catalogue %s', (_name, { ru, en }) => {
  const [russian, english] = [ru as Catalogue, en as Catalogue]

  it('has the same placeholders in both languages', () => {
    for (const [key, text] of Object.entries(russian)) {
      const other = english[key] ?? english[key.replace(/_(few|many)$/, '_other')]
      expect(other, key).toBeDefined()
      expect(placeholdersOf(other ?? ''), key).toEqual(placeholdersOf(text))
    }
  })

  it('has every plural form that the language needs', () => {
    for (const [key, forms] of formsOf(russian)) expect(forms, key).toEqual(['one', 'few', 'many', 'other'])
    for (const [key, forms] of formsOf(english)) expect(forms, key).toEqual(['one', 'other'])
  })

  it('has no empty text, no Cyrillic in English and no Latin sentence in Russian', () => {
    for (const [key, text] of Object.entries(russian)) expect(text.trim(), key).not.toBe('')
    for (const [key, text] of Object.entries(english)) {
      expect(text.trim(), key).not.toBe('')
      expect(withoutNumbers(text), key).not.toMatch(/[а-яё]/i)
    }
  })
})

function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'renderer', 'shared', 'electron'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => /\.tsx?$/.test(path))
}

const isContent = (path: string): boolean =>
  /\.test\.tsx?$|\/i18n\/ru(\/|\.ts$)|\/(fixtures|builders|synthetic|testing)\//.test(path)

/** String literals and JSX text with Cyrillic; comments and regular expressions are not shown to anyone. */
function cyrillicLiterals(path: string, source: string): string[] {
  const found: string[] = []
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX)
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)
    if (isText && /[а-яё]/i.test(withoutNumbers(node.text))) {
      found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.text.trim()}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('[X4] interface text', () => {
  it('finds planted Cyrillic in strings, templates and JSX, not in comments', () => {
    const planted = [
      '// ё',
      "const a = 'Да'; const b = `№ $" + '{a} шт`; const c = <b title="Имя">Нет</b>; const d = /[а-я]/',
    ].join('\n')
    expect(cyrillicLiterals('planted.tsx', planted)).toHaveLength(4)
  })

  it('stands in the catalogues only', () => {
    const files = trackedFiles().filter((path) => !isContent(path))
    expect(files.length).toBeGreaterThan(80)
    const found = files.flatMap((path) => cyrillicLiterals(path, readFileSync(path, 'utf8')))
    // Names of languages in themselves and the marks of official numbers are not translated.
    const isFixed = /look-switches\.tsx:\d+ Рус$|complaint-case\.ts:\d+ [ПНУ]$/
    expect(found.filter((line) => !isFixed.test(line))).toEqual([])
  })

  it('has a message for every refusal of the shared rules', () => {
    const sources = trackedFiles().filter((path) => path.startsWith('shared/') && !path.includes('.test.'))
    const codes = sources.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/(?:refuse\(|error: )'([a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    )
    expect(codes.length).toBeGreaterThan(10)
    expect(codes.filter((code) => !(code in errorsRu))).toEqual([])
  })
})
