import { defineConfig } from '@playwright/test'

/**
 * What a person does, end to end: the built desk in its Electron host (or its stand-in where the binary cannot be had), the real
 * central API on an embedded database, a real telephone exchange. One at a time: a desk, an exchange and a database fill two cores.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  globalSetup: './harness/global-setup.ts',
  outputDir: '../../test-results/e2e',
  use: { trace: 'off', screenshot: 'only-on-failure' },
})
