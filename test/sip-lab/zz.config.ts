import { defineConfig } from '@playwright/test'
export default defineConfig({
  testDir: '.',
  workers: 1,
  timeout: 40_000,
  reporter: 'list',
  outputDir: '/tmp/swout',
  retries: 0,
})
