import { defineConfig } from 'vitest/config'

/** Unit, property, server and simulation tests: everything that needs neither a browser nor a telephone exchange. */
export default defineConfig({
  test: {
    include: [
      '{shared,renderer,server,electron,scripts}/**/*.test.{ts,tsx}',
      'test/{borders,simulation,contract,i18n,server,electron-standin}/**/*.test.ts',
    ],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
})
