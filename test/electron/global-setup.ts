import { buildDesk, isDeskStale } from '#scripts/build-desk.ts'
import { electronForTests } from '#scripts/electron.ts'

/** Says what the tests run on, points test drivers at it, and builds the desk when a source is newer than the build. */
export default async function globalSetup(): Promise<void> {
  const electron = electronForTests()
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron.folder
  console.log(`\nHost under test: ${electron.banner}\n`)
  if (isDeskStale()) await buildDesk()
}
