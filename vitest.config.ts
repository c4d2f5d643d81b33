import { defineConfig } from 'vitest/config'

/** Unit, property, server and simulation tests: everything that needs neither a browser nor a telephone exchange. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{shared,renderer,server,electron,scripts}/**/*.test.{ts,tsx}',
            'test/{borders,simulation,contract,desk,i18n,server,soak,electron-standin}/**/*.test.ts',
          ],
          exclude: ['**/*.pg.test.ts', '**/node_modules/**'],
          // No test here changes a module or a global for good: one process keeps what it has loaded for all its files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['server/**/*.pg.test.ts', 'test/{server,soak}/**/*.pg.test.ts'],
          globalSetup: ['server/testing/postgres-cluster.ts', 'server/testing/pglite-template.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          // After the others: a proxy that looks at nodes twice a second needs a computer that has time for them.
          sequence: { groupOrder: 1 },
        },
      },
    ],
    environment: 'node',
    // One less than there are cores, the default, is a single one on the usual machine of two.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
})
