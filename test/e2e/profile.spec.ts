import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startApi } from './harness/api-process.ts'
import { openDesk } from './harness/desk.ts'
import { findPersonDueForCheckUp } from './harness/known-person.ts'
import { scanFolder } from './harness/profile-scan.ts'
import { OperatorPage } from './page-models/desk-page.ts'

/** Words that nobody else types: what is planted must not be found by chance. */
const DIAGNOSIS = 'Гипоаллерголихенит J45.9'
const SURNAME_TYPED = 'Вышнепольскоградов'

test('nothing of a person stands readable in the profile of a used desk @X3', async () => {
  const api = await startApi()
  const known = await findPersonDueForCheckUp(api.url)
  const desk = await openDesk({ apiUrl: api.url })
  try {
    const operator = new OperatorPage(desk.page)
    await operator.signIn('operator1')
    // A card is looked at, an appeal is sent, another waits without the server, a third is half typed: every table holds something.
    await operator.findPerson(known.person.policy.number)
    await operator.openNewAppeal()
    await operator.registerGratitude(`${SURNAME_TYPED}, ${DIAGNOSIS}, ${known.phone}`)
    await operator.everythingSent()
    await api.stop('SIGKILL')
    await operator.beginAnother()
    await operator.registerGratitude(`${SURNAME_TYPED} без связи, ${DIAGNOSIS}`)
    await operator.beginAnother()
    await operator.fillGratitude(`${SURNAME_TYPED} черновик, ${DIAGNOSIS}`)
    await operator.formIsKept()
    await desk.kill()
    const { person } = known
    const secrets = [
      person.surname,
      `${person.surname} ${person.givenName}`,
      known.phone,
      known.phone.slice(2),
      person.policy.number,
      DIAGNOSIS,
      SURNAME_TYPED,
    ]
    const { files, found } = scanFolder(desk.profile, secrets)
    expect(files).toBeGreaterThan(20)
    expect(found).toEqual([])
  } finally {
    await desk.dispose()
    await api.dispose()
  }
})

test('the search of the profile finds a planted secret in every encoding @X3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opora-scan-'))
  try {
    const secret = SURNAME_TYPED
    const little = Buffer.from(`…${secret}…`, 'utf16le')
    writeFileSync(join(folder, 'a.log'), Buffer.concat([Buffer.alloc(4096, 7), Buffer.from(secret)]))
    writeFileSync(join(folder, 'b.sqlite'), Buffer.concat([Buffer.from([1]), little]))
    writeFileSync(join(folder, 'c.ldb'), Buffer.from(little).swap16())
    writeFileSync(join(folder, 'd.txt'), 'nothing of a person')
    const { files, found } = scanFolder(folder, [secret])
    expect(files).toBe(4)
    expect(found.map(({ file, encoding }) => `${file} ${encoding}`).sort()).toEqual([
      'a.log UTF-8',
      'b.sqlite UTF-16LE',
      'c.ldb UTF-16BE',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
