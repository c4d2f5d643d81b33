import { defineConfig } from '@playwright/test'

/** The real local store in a real Chromium with its profile on disk. One browser at a time. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/store',
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
})
