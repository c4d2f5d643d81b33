import { defineConfig } from '@playwright/test'

/** The built main and preload, driven as a whole. Each test starts a host of its own, so that two can go beside each other. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/electron',
  globalSetup: './global-setup.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
})
