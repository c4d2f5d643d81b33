/**
 * Borders of the house (docs/architecture.md, "Who may import whom").
 * Each rule says what to do instead. `test/borders/borders.test.ts` plants violations and checks that they are caught.
 */
const noSiblingSlice = {
  name: 'no-sibling-slice',
  comment:
    'A slice does not import another slice of its tier. Join slices in <tier>/app, or move the shared part to the kernel.',
  severity: 'error',
  from: { path: '^(renderer|server|shared)/features/([^/]+)/' },
  to: { path: '^$1/features/', pathNot: '^$1/features/$2/' },
}
const noOtherSliceContract = {
  name: 'no-other-slice-contract',
  comment: 'A renderer or server slice uses the contract of its own slice. Join slices in <tier>/app.',
  severity: 'error',
  from: { path: '^(renderer|server)/features/([^/]+)/', pathNot: '\\.test\\.tsx?$' },
  to: { path: '^shared/features/', pathNot: '^shared/features/$2/' },
}
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-cycles', 'Modules that need each other are one module or three.', {}, { circular: true }),
    noSiblingSlice,
    noOtherSliceContract,
    rule(
      'kernel-is-alone',
      'The kernel imports nothing but zod.',
      { path: '^shared/kernel/', pathNot: '\\.test\\.ts$' },
      { path: '^(shared/(?!kernel/)|renderer|server|electron|scripts|test)' },
    ),
    rule(
      'shared-is-pure',
      'shared/ runs anywhere: it imports only shared/ and zod, libphonenumber-js, dequal or lvovich.',
      { path: '^shared/', pathNot: '(\\.test\\.ts$|/testing/)' },
      { pathNot: '^(shared/|node_modules/(zod|libphonenumber-js|dequal|lvovich)/)' },
    ),
    rule(
      'features-not-protocol',
      'A slice does not know the wire: shared/protocol knows the slices.',
      { path: '^shared/features/', pathNot: '\\.test\\.ts$' },
      { path: '^shared/(protocol|ipc)/' },
    ),
    rule(
      'renderer-not-server',
      'The desk speaks to the server through shared contracts.',
      { path: '^renderer/' },
      { path: '^(server|electron|scripts|test)/' },
    ),
    rule(
      'server-not-renderer',
      'The server does not know the desk.',
      { path: '^server/' },
      { path: '^(renderer|electron|scripts|test)/' },
    ),
    rule(
      'electron-is-thin',
      'electron/ may import shared/ipc and shared/kernel only.',
      { path: '^electron/' },
      { path: '^(renderer|server|scripts|test|shared/(?!ipc/|kernel/))' },
    ),
    rule(
      'features-not-app',
      'A slice does not know where it is shown or mounted.',
      { path: '^(renderer|server)/features/' },
      { path: '^(renderer|server)/app/' },
    ),
    rule(
      'store-not-features',
      'renderer/db and renderer/sync serve all slices and know none.',
      { path: '^renderer/(db|sync)/', pathNot: '\\.test\\.tsx?$' },
      { path: '^renderer/(features|app|ui)/' },
    ),
    rule(
      'ui-kit-is-bottom',
      'renderer/ui and renderer/platform are below the slices.',
      { path: '^renderer/(ui|platform|i18n)/' },
      { path: '^renderer/(features|app|db|sync)/' },
    ),
    rule(
      'server-sync-not-features',
      'server/sync and server/db serve all slices and know none; slices are handed in by server/app.',
      { path: '^server/(sync|db|platform)/', pathNot: '\\.test\\.ts$' },
      { path: '^server/(features|app)/' },
    ),
    rule(
      'only-telephony-imports-sip',
      'sip.js stays behind renderer/features/telephony/engine.',
      { pathNot: '^(renderer/features/telephony/engine/|test/)' },
      { path: '^node_modules/sip\\.js/' },
    ),
    rule(
      'only-db-imports-dexie',
      'dexie stays in renderer/db (and the benchmark baseline in test/bench).',
      { pathNot: '^(renderer/db/|test/)' },
      { path: '^node_modules/dexie' },
    ),
    rule(
      'only-electron-imports-electron',
      'electron stays in electron/.',
      { pathNot: '^(electron/|scripts/|test/)' },
      { path: '^node_modules/electron/' },
    ),
    rule(
      'nobody-imports-test',
      'Tests import the house, never the other way round.',
      { pathNot: '^test/' },
      { path: '^test/' },
    ),
    rule(
      'only-tests-import-server-testing',
      'server/testing starts databases and servers for tests; the product does not know it.',
      { pathNot: '(\\.test\\.tsx?$|^test/|^server/testing/)' },
      { path: '^server/testing/' },
    ),
    rule(
      'only-tests-import-builders',
      'shared/builders makes records for tests; the product gets its records from people and servers.',
      { pathNot: '(\\.test\\.tsx?$|^test/|^shared/builders/|/testing/)' },
      { path: '^shared/builders/' },
    ),
    rule('not-to-test-file', 'A test file is nobody’s module.', {}, { path: '\\.test\\.tsx?$' }),
    rule('resolvable', 'Every import must resolve.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    builtInModules: { add: ['electron'] },
  },
}
