import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const HOUSE = resolve(import.meta.dirname, '../..')
const TIERS = ['electron', 'renderer', 'shared', 'server', 'scripts', 'test']
/** Violations are planted in a copy: other tests read the house at the same time. */
const COPY = mkdtempSync(join(tmpdir(), 'opora-borders-'))

/** A planted file, the rule that must catch it, and what it imports. */
const PLANTED: readonly { readonly file: string; readonly source: string; readonly rule: string }[] = [
  {
    file: 'renderer/features/appeals/planted.ts',
    source: "import '#renderer/features/telephony/planted-borders.ts'",
    rule: 'no-sibling-slice',
  },
  {
    file: 'server/features/appeals/planted.ts',
    source: "import '../telephony/planted-borders.ts'",
    rule: 'no-sibling-slice',
  },
  {
    file: 'shared/features/appeals/planted.ts',
    source: "import type { Call } from '../telephony/call.ts'\nexport type Planted = Call",
    rule: 'no-sibling-slice',
  },
  {
    file: 'renderer/features/appeals/planted-contract.ts',
    source: "import type { Call } from '#shared/features/telephony/call.ts'\nexport type Planted = Call",
    rule: 'no-other-slice-contract',
  },
  { file: 'shared/kernel/planted.ts', source: "import '#shared/features/telephony/call.ts'", rule: 'kernel-is-alone' },
  { file: 'shared/protocol/planted.ts', source: "import 'node:fs'", rule: 'shared-is-pure' },
  {
    file: 'shared/features/staff/planted.ts',
    source: "import '#shared/protocol/version.ts'",
    rule: 'features-not-protocol',
  },
  {
    file: 'renderer/platform/planted.ts',
    source: "import '#server/features/telephony/planted-borders.ts'",
    rule: 'renderer-not-server',
  },
  {
    file: 'server/platform/planted.ts',
    source: "import '#renderer/features/telephony/planted-borders.ts'",
    rule: 'server-not-renderer',
  },
  { file: 'electron/main/planted.ts', source: "import '#shared/features/telephony/call.ts'", rule: 'electron-is-thin' },
  {
    file: 'renderer/features/staff/planted.ts',
    source: "import '#renderer/app/planted-borders.ts'",
    rule: 'features-not-app',
  },
  {
    file: 'renderer/sync/planted.ts',
    source: "import '#renderer/features/telephony/planted-borders.ts'",
    rule: 'store-not-features',
  },
  {
    file: 'renderer/ui/planted.ts',
    source: "import '#renderer/features/telephony/planted-borders.ts'",
    rule: 'ui-kit-is-bottom',
  },
  {
    file: 'server/sync/planted.ts',
    source: "import '#server/features/telephony/planted-borders.ts'",
    rule: 'server-sync-not-features',
  },
  { file: 'renderer/app/planted-sip.ts', source: "import 'sip.js'", rule: 'only-telephony-imports-sip' },
  { file: 'renderer/sync/planted-dexie.ts', source: "import 'dexie'", rule: 'only-db-imports-dexie' },
  {
    file: 'renderer/app/planted-borders.ts',
    source: "import type { Round } from './planted-cycle.ts'\nexport type Planted = Round | 1",
    rule: 'no-cycles',
  },
  {
    file: 'server/platform/planted-test.ts',
    source: "import '#test/borders/planted-borders.ts'",
    rule: 'nobody-imports-test',
  },
  {
    file: 'renderer/app/planted-builder.ts',
    source: "import '#shared/builders/a-person.ts'",
    rule: 'only-tests-import-builders',
  },
  { file: 'server/platform/planted-missing.ts', source: "import './there-is-no-such-file.ts'", rule: 'resolvable' },
]
const TARGETS = ['renderer/features/telephony', 'server/features/telephony', 'renderer/app', 'test/borders'].map(
  (folder) => `${folder}/planted-borders.ts`,
)

interface Violation {
  readonly rule: string
  readonly from: string
}

function copyHouse(): void {
  // The desk imports reference data from assets.
  for (const tier of [...TIERS, 'assets']) cpSync(join(HOUSE, tier), join(COPY, tier), { recursive: true })
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.base.json', '.dependency-cruiser.cjs'])
    cpSync(join(HOUSE, file), join(COPY, file))
  symlinkSync(join(HOUSE, 'node_modules'), join(COPY, 'node_modules'), 'junction')
}

async function findViolations(): Promise<{ readonly modules: number; readonly violations: readonly Violation[] }> {
  const config = (await import(join(COPY, '.dependency-cruiser.cjs'))).default
  const options = {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir: COPY,
    preserveSymlinks: true,
  }
  const result = await cruise(TIERS, options, undefined, {
    tsConfig: extractTSConfig(join(COPY, 'tsconfig.base.json')),
  })
  const output = result.output
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text instead of a result')
  return {
    modules: output.summary.totalCruised,
    violations: output.summary.violations.map((violation) => ({ rule: violation.rule.name, from: violation.from })),
  }
}

function plant(): void {
  for (const target of TARGETS) write(target, 'export const planted = 1\n')
  write(
    'renderer/app/planted-cycle.ts',
    "import type { Planted } from './planted-borders.ts'\nexport type Round = Planted\n",
  )
  for (const { file, source } of PLANTED) write(file, `${source}\n`)
}

function write(file: string, source: string): void {
  const path = join(COPY, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, source)
}

beforeAll(copyHouse)
afterAll(() => rmSync(COPY, { recursive: true, force: true }))

describe('borders of the house', () => {
  let clean: Awaited<ReturnType<typeof findViolations>>
  let broken: Awaited<ReturnType<typeof findViolations>>

  beforeAll(async () => {
    clean = await findViolations()
    plant()
    broken = await findViolations()
  }, 120_000)

  it('holds in the house as it is, and really looked at it', () => {
    expect(clean.violations).toEqual([])
    // A checker that silently reads nothing is green too: with TypeScript 7 it reports 0 modules and no violation.
    expect(clean.modules).toBeGreaterThan(40)
  })

  it.each(PLANTED)('$rule catches $file', ({ file, rule }) => {
    // A cycle is reported once, from whichever of its modules was read first.
    const from = rule === 'no-cycles' ? expect.stringContaining('planted-') : file
    expect(broken.violations).toContainEqual({ rule, from })
  })
})

describe('what a tier may touch at run time', () => {
  const cases = [
    { tier: 'shared', source: 'export const planted = document.title', error: 'document' },
    { tier: 'shared', source: 'export const planted = process.pid', error: 'process' },
    { tier: 'shared', source: "export const planted = fetch('/x')", error: 'fetch' },
    {
      tier: 'renderer',
      source: "import { readFileSync } from 'node:fs'\nexport const planted = readFileSync",
      error: 'node:fs',
    },
    { tier: 'server', source: 'export const planted = document.title', error: 'document' },
    { tier: 'electron/preload', source: 'export const planted = process.pid', error: 'process' },
  ]

  it.each(cases)(
    '$tier does not compile with $error',
    ({ tier, source, error }) => {
      const file = join(COPY, tier, 'planted-type.ts')
      write(join(tier, 'planted-type.ts'), `${source}\n`)
      const config = join(COPY, tier, 'tsconfig.planted.json')
      writeFileSync(
        config,
        JSON.stringify({
          extends: './tsconfig.json',
          compilerOptions: {
            composite: false,
            incremental: false,
            emitDeclarationOnly: false,
            declaration: false,
            noEmit: true,
            tsBuildInfoFile: null,
          },
          include: ['planted-type.ts'],
          references: [],
        }),
      )
      try {
        let output = ''
        try {
          execFileSync(process.execPath, [join(COPY, 'node_modules/typescript/bin/tsc'), '-p', config], {
            encoding: 'utf8',
          })
        } catch (failure) {
          output = (failure as { stdout: string }).stdout
        }
        expect(output).toContain('planted-type.ts')
        expect(output).toContain(error)
      } finally {
        rmSync(file, { force: true })
        rmSync(config, { force: true })
      }
    },
    60_000,
  )
})
