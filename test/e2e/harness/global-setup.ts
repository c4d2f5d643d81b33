import prepareHost from '../../electron/global-setup.ts'
import { prepareTemplate } from './api-process.ts'

/** Builds the desk, chooses the host under test, and makes the small polyclinic once; every test starts from a copy. */
export default async function globalSetup(): Promise<void> {
  await prepareHost()
  await prepareTemplate()
}
