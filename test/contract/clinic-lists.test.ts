import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorsRu } from '#renderer/i18n/ru/errors.ts'
import { listProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import { listProtocol } from '#shared/features/preventive-care/import/list-protocol.ts'

const ROOT = new URL('../../', import.meta.url)

function reference(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`assets/reference/${name}`, ROOT), 'utf8'))
}

/** Codes of refusals in the sources of a folder, tests left out. */
function codesIn(folder: string, files: RegExp): string[] {
  return readdirSync(new URL(folder, ROOT))
    .filter((name) => files.test(name) && !name.includes('.test.'))
    .flatMap((name) => [
      ...readFileSync(new URL(`${folder}/${name}`, ROOT), 'utf8').matchAll(/'(imports\.[A-Za-z]+)'/g),
    ])
    .map((match) => match[1] ?? '')
}

const SERVER = 'server/features/preventive-care/import'
const SHARED = 'shared/features/preventive-care/import'

describe('[P2] words about lists of clinics', () => {
  it('the desk has a message for every refusal', () => {
    const codes = [...codesIn(SERVER, /\.ts$/), ...codesIn(SHARED, /\.ts$/)]
    expect(codes.length).toBeGreaterThan(50)
    expect(codes.filter((code) => !(code in errorsRu))).toEqual([])
  })

  it('the protocol has one for every refusal of a row, and a name for every field', () => {
    const protocol = listProtocol.parse(reference('clinic-list-protocol.ru.json'))
    const rowCodes = [...codesIn(SHARED, /^read-row/), ...codesIn(SERVER, /^(judge-row|reading-step|matching-step)/)]
    expect(rowCodes.length).toBeGreaterThan(30)
    expect(rowCodes.filter((code) => !(code in protocol.problems))).toEqual([])
    const profile = listProfile.parse(reference('clinic-list-profile.ru.json'))
    expect(Object.keys(profile.columns).filter((field) => !(field in protocol.fields))).toEqual([])
  })
})
