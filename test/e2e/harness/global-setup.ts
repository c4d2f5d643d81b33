import { prepareTemplate } from './api-process.ts'

/** Makes the small polyclinic once; every test starts from a copy. */
export default async function globalSetup(): Promise<void> {
  await prepareTemplate()
}
