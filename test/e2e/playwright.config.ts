import { defineConfig } from '@playwright/test'

/** What is measured in sound or against the time of a talk: it needs the whole computer. */
const CALLS = /(story|lock-in-call|clinic-day|supervisor|call-control.*)\.spec\.ts$/

/**
 * What a person does, end to end: the built desk in its Electron host (or its stand-in where the binary cannot be had), the real
 * central API on an embedded database, a real telephone exchange. Calls one at a time: a desk, an
 * exchange and a database fill two cores. The others, which mostly wait for a screen, two beside each other (`npm test` runs the projects
 * one after the other).
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  globalSetup: './harness/global-setup.ts',
  outputDir: '../../test-results/e2e',
  projects: [
    { name: 'desk', testIgnore: CALLS, fullyParallel: true },
    { name: 'calls', testMatch: CALLS },
  ],
  use: { trace: 'off', screenshot: 'only-on-failure' },
})
