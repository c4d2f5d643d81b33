import { defineConfig } from '@playwright/test'

/** Real telephone exchanges, real audio. One worker: each browser process has one voice, and two cores carry one call at a time well. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/sip-lab',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
})
