import { defineConfig } from '@playwright/test'

/** The built main and preload, driven as a whole. One worker: each test starts a browser. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/electron',
  globalSetup: './global-setup.ts',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
})
