import type { Lab } from '#scripts/lab/start-lab.ts'
import { type Outside, outsideOf, startTestLab } from './peers/lab-test.ts'
import { test as base, SECRET } from './softphone-harness.ts'

/** Softphones at a lab of their own, with the outside world beside it; the lab serves all tests of a worker. */
export const labTest = base.extend<{ outside: Outside }, { lab: Lab }>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use) => {
      const lab = await startTestLab({ secret: SECRET })
      await use(lab)
      await lab.stop()
    },
    { scope: 'worker' },
  ],
  outside: async ({ lab }, use) => {
    const outside = outsideOf(lab)
    await use(outside)
    await outside.close()
  },
})
