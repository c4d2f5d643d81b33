import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { type RegisterAppealArgs, registerAppeal } from '#shared/features/appeals/commands.ts'
import { approveAnswer, askApproval, recordSending } from '#shared/features/complaints/answer-commands.ts'
import { assignCase, takeCase } from '#shared/features/complaints/case-assignment.ts'
import { attachFiles, openCase } from '#shared/features/complaints/case-opening.ts'
import type { CaseFile, ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import { decideCase } from '#shared/features/complaints/decision-commands.ts'
import { approveNotice, askNotice } from '#shared/features/complaints/notice-commands.ts'
import { requestRecords } from '#shared/features/complaints/records-request-commands.ts'
import { extendCase, forwardCase } from '#shared/features/complaints/term-commands.ts'
import { recordExpertise } from '#shared/features/expertise/commands.ts'
import { must } from '#shared/kernel/result.ts'
import type { WireRecord } from '#shared/protocol/push.ts'

const ids = tinyIds()
const ICD = 'I25.1'
const TEXT = {
  templateId: 'complaint-answer',
  templateVersion: '1',
  recipient: 'Тестовой Анне Петровне',
  address: '194354, Санкт-Петербург, ул. Есенина, 12',
  way: 'post' as const,
  subject: 'Вы сообщили, что не смогли записаться к кардиологу.',
  findings: 'Запрошена амбулаторная карта, проведена экспертиза.',
  conclusion: 'Поликлинике направлено предписание.',
}

function complaintArgs(number: string, overrides: Partial<RegisterAppealArgs> = {}): RegisterAppealArgs {
  const personId = ids.person(0x10_0001) as never
  const args = registerAppeal.args.parse(
    anAppeal({
      id: newId(),
      number,
      form: 'written',
      channel: 'post',
      kind: 'complaint',
      themeCode: 'complaint.7.1.2',
      clinicId: ids.clinics[0],
      concernsId: personId,
      applicant: { personId, contactId: null, anonymous: false, name: 'Тестова Анна Петровна', phone: null },
      result: 'takenIntoWork',
      reviewLine: 3,
    }),
  )
  return { ...args, ...overrides }
}

function scan(content: Buffer, overrides: Partial<CaseFile> = {}): CaseFile {
  return {
    id: newId(),
    name: 'Жалоба.pdf',
    type: 'application/pdf',
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    ...overrides,
  }
}

describeOnEngines('cases of complaints', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'opora-files-'))
  let server: TestServer
  let expert: TestDesk
  let other: TestDesk
  let supervisor: TestDesk
  let operator: TestDesk
  let post: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open, { env: { OPORA_DATA: folder } })
    expert = await server.desk('expert')
    other = await server.desk('expert2')
    supervisor = await server.desk('supervisor')
    operator = await server.desk('operator')
    post = await server.desk('post')
    for (const desk of [expert, other, supervisor, operator, post]) await noteStart(desk)
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A complaint that the expert registered and took; returns the id of appeal and case. */
  async function takenCase(files: CaseFile[] = []): Promise<Appeal['id']> {
    const args = complaintArgs(await expert.takeNumber())
    const { answers } = await expert.pushed(
      expert.command(registerAppeal, args),
      expert.command(openCase, {
        id: args.id,
        form: 'written',
        clinicId: args.clinicId,
        receivedOn: '2026-11-22',
        registeredOn: '2026-11-24',
        incoming: { number: '117', on: '2026-11-20' },
        files,
      }),
      expert.command(takeCase, { id: args.id }),
    )
    expect(answers.map((answer) => answer.status)).toEqual(['applied', 'applied', 'applied'])
    return args.id
  }

  it('[MERGE1] a decision keeps what another desk wrote in the other field, and overwrites nothing in the same one', async () => {
    const id = await takenCase()
    const elsewhere = await server.desk('expert')
    const decide = async (desk: TestDesk, justified: boolean, grounds: string, seen: [boolean, string] | null) => {
      const seenFields = {
        [`complaintCase:${id}#decision.justified`]: seen?.[0] ?? null,
        [`complaintCase:${id}#decision.grounds`]: seen?.[1] ?? null,
      }
      const args = { id, justified, grounds, on: '2026-11-24' }
      const seenVersions = { [`complaintCase:${id}`]: 1 }
      const { answers } = await desk.pushed(desk.command(decideCase, args, { seenFields, seen: seenVersions }))
      return must(answers[0], 'answer')
    }
    const first = [true, 'Нарушен срок'] as [boolean, string]
    expect((await decide(expert, ...first, null)).status).not.toBe('refused')
    expect((await decide(expert, true, 'Нарушен срок, код 2.18', first)).status).not.toBe('refused')
    // This desk saw the first decision and changes only whether it is justified.
    const joined = await decide(elsewhere, false, 'Нарушен срок', first)
    expect(joined.status).toBe('rebased')
    expect(joined.records.find(({ kind }) => kind === 'complaintCase')).toMatchObject({
      data: { decision: { justified: false, grounds: 'Нарушен срок, код 2.18' } },
    })
    const met = await decide(elsewhere, true, 'Другие основания', first)
    expect(met).toMatchObject({
      status: 'refused',
      refusal: { code: 'record.conflict', field: 'grounds', args: { field: 'decision.grounds' } },
      records: [{ kind: 'complaintCase', data: { decision: { grounds: 'Нарушен срок, код 2.18' } } }],
    })
  })

  it('[MERGE1] of two who give a case away the second sees to whom it has gone', async () => {
    const id = await takenCase()
    const give = async (to: string, seen: string) => {
      const seenFields = { [`complaintCase:${id}#assignedTo`]: seen }
      const args = { id, to: to as never, note: 'Отпуск' }
      const { answers } = await supervisor.pushed(supervisor.command(assignCase, args, { seenFields }))
      return must(answers[0], 'answer')
    }
    expect((await give(ids.user('expert2'), ids.user('expert'))).status).not.toBe('refused')
    const { answers } = await supervisor.pushed(
      supervisor.command(
        assignCase,
        { id, to: null, note: 'В очередь' },
        {
          seenFields: { [`complaintCase:${id}#assignedTo`]: ids.user('expert') },
        },
      ),
    )
    expect(answers[0]).toMatchObject({
      refusal: { code: 'record.conflict', field: 'to' },
      records: [{ data: { assignedTo: ids.user('expert2') } }],
    })
    // Whoever worked it before is told why nothing of theirs is taken any more.
    const late = await expert.pushed(
      expert.command(decideCase, { id, justified: true, grounds: 'Без связи', on: '2026-11-24' }),
    )
    expect(late.answers[0]).toMatchObject({ refusal: { code: 'complaints.handedOver' }, records: [] })
  })

  function recordOf<T>(records: readonly WireRecord[], kind: string): T {
    return must(
      records.find((record) => record.kind === kind),
      kind,
    ).data as T
  }

  /** Where each scope stood before anything happened here. */
  const starts = new Map<string, string>()

  async function noteStart(desk: TestDesk): Promise<void> {
    for (const { name } of (await desk.pull({})).scopes)
      starts.set(name, (await desk.get(`/api/sync/manifest?scope=${name}`)).json<{ cursor: string }>().cursor)
  }

  /** Everything that this desk is given since the beginning, as text. */
  async function heldBy(desk: TestDesk): Promise<string> {
    const { scopes } = await desk.pull({})
    const cursors = Object.fromEntries(scopes.map(({ name }) => [name, must(starts.get(name), name)]))
    return JSON.stringify((await desk.pull(cursors, 5_000)).changes)
  }

  it('[E1] a complaint handed over by an operator begins a case at an expert, and the operator’s desk never holds the case', async () => {
    const args = complaintArgs(await operator.takeNumber(), { form: 'oral', channel: 'phone', result: 'handedOver' })
    const { answers } = await operator.pushed(operator.command(registerAppeal, args))
    const records = must(answers[0], 'answer').records
    expect(records.map((record) => record.kind)).toEqual(['appeal'])
    const appeal = recordOf<Appeal>(records, 'appeal')
    const desk = appeal.assignedTo === ids.user('expert') ? expert : other
    expect(await heldBy(desk)).toContain(`"kind":"complaintCase","id":"${args.id}"`)
    expect(await heldBy(operator)).not.toContain('"complaintCase"')
    const consultation = complaintArgs(await operator.takeNumber(), {
      kind: 'consultation',
      themeCode: 'consultation.4.8',
      form: 'oral',
      result: 'handedOver',
    })
    const handed = await operator.pushed(operator.command(registerAppeal, consultation))
    expect(recordOf<Appeal>(must(handed.answers[0], 'answer').records, 'appeal').assignedTo).not.toBeNull()
  })

  it('[E2] what happens to the case is what the journal shows of the appeal', async () => {
    const id = await takenCase()
    const extend = { id, days: 30, decidedOn: '2026-11-24', reason: 'Ждём заключение' }
    const { answers } = await expert.pushed(
      expert.command(requestRecords, {
        id,
        request: { id: newId(), clinicId: ids.clinics[0], what: 'Карта', sentOn: '2026-11-24' },
      }),
      expert.command(extendCase, extend),
      expert.command(extendCase, extend),
    )
    const appeal = recordOf<Appeal>(must(answers[1], 'answer').records, 'appeal')
    expect([appeal.state, appeal.answerBy]).toEqual(['waiting', '2027-01-23'])
    expect(answers[2]).toMatchObject({ status: 'refused', refusal: { code: 'complaints.extension.alreadyExtended' } })
  })

  it('a case of somebody else, a foreign clinic, a foreign role', async () => {
    const id = await takenCase()
    const { answers } = await other.pushed(other.command(takeCase, { id }))
    expect(answers[0]).toMatchObject({ status: 'refused', refusal: { code: 'complaints.takenAlready' } })
    const foreign = await expert.pushed(
      expert.command(requestRecords, {
        id,
        request: { id: newId(), clinicId: newId(), what: 'Карта', sentOn: '2026-11-24' },
      }),
    )
    expect(foreign.answers[0]).toMatchObject({ refusal: { code: 'record.notFound', field: 'request.clinicId' } })
    for (const desk of [operator, post, await server.desk('admin')]) {
      const refused = await desk.pushed(desk.command(takeCase, { id }))
      expect(refused.answers[0]).toMatchObject({ refusal: { code: 'rights.notAllowed' } })
      expect((await desk.get(`/api/complaint-cases/${id}/files`)).statusCode).toBe(403)
    }
    expect((await other.get(`/api/complaint-cases/${id}/files`)).statusCode).toBe(404)
    expect((await server.inject({ method: 'GET', url: `/api/complaint-cases/${id}/files` })).statusCode).toBe(401)
    expect((await supervisor.get(`/api/complaint-cases/${id}/files`)).statusCode).toBe(200)
  })

  it('[E2] diagnoses of an act reach the expert alone, and go along when the case is given to another', async () => {
    const id = await takenCase()
    const act = {
      id: newId<never>(),
      caseId: id,
      kind: 'quality' as const,
      isInPerson: false,
      act: { number: '15-К', on: '2026-11-24' },
      expert: { name: 'Орлов Пётр Ильич', code: '780012' },
      clinicId: ids.clinics[0],
      department: 'Кардиология',
      doctor: '',
      period: { from: '2026-11-01', to: '2026-11-20' },
      bill: { number: '4', position: '17' },
      tariff: 120_000,
      norm: 50_000,
      defects: [{ code: '3.2.1', nonPayment: 0.1, fine: 0 }],
      findings: { icdBilled: ICD, icdFound: null, conclusions: 'Ишемия не дообследована', recommendations: '' },
    }
    const { answers } = await expert.pushed(
      expert.command(recordExpertise, act),
      expert.command(recordExpertise, {
        ...act,
        id: newId<never>(),
        defects: [{ code: '3.2.1', nonPayment: 1, fine: 0 }],
      }),
    )
    expect(recordOf<{ nonPayment: number }>(must(answers[0], 'answer').records, 'expertise').nonPayment).toBe(12_000)
    expect(answers[1]).toMatchObject({ refusal: { code: 'expertise.defectNotInOrder', field: 'defects' } })
    const secret = 'Ишемия не дообследована'
    expect(await heldBy(expert)).toContain(secret)
    const team = await heldBy(supervisor)
    expect(team).toContain('15-К')
    for (const desk of [supervisor, operator, other, post]) expect(await heldBy(desk)).not.toContain(secret)
    const own = `own:${ids.user('expert')}`
    const before = (await expert.get(`/api/sync/manifest?scope=${own}`)).json<{ cursor: string }>().cursor
    await supervisor.pushed(supervisor.command(assignCase, { id, to: ids.user('expert2'), note: 'Отпуск' }))
    const gone = (await expert.pull({ [own]: before })).changes[own]?.records ?? []
    expect(gone.filter(({ data }) => data === null).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['complaintCase', 'expertise', 'expertiseFindings']),
    )
    expect(await heldBy(other)).toContain(secret)
    expect(await heldBy(expert)).not.toContain(secret)
  })

  it('[E3] the letter is a draft until it is approved, and then bears its number, in DOCX and PDF alike', async () => {
    const id = await takenCase()
    const letter = async (desk: TestDesk, format: 'docx' | 'pdf', text: typeof TEXT | null = null) =>
      desk.post(`/api/complaint-cases/${id}/letter`, { format, text })
    const wordsOf = (raw: Buffer): string => must(new PizZip(raw).file('word/document.xml'), 'document').asText()
    await expert.pushed(expert.command(decideCase, { id, justified: true, grounds: 'Срок нарушен', on: '2026-11-24' }))
    const draft = wordsOf((await letter(expert, 'docx', TEXT)).rawPayload)
    expect(draft).toContain('Исх. № проект')
    expect(draft).toContain('Жалоба признана обоснованной.')
    expect((await letter(expert, 'docx')).statusCode).toBe(404)
    await expert.pushed(expert.command(askApproval, { id, ...TEXT }))
    const { answers } = await expert.pushed(
      expert.command(approveAnswer, { id, revision: 1 }),
      expert.command(recordSending, { id, way: 'post', on: '2026-11-24' }),
    )
    expect(answers.map((it) => it.status === 'refused' && it.refusal.code)).toEqual([
      'rights.notAllowed',
      'complaints.notApproved',
    ])
    await supervisor.pushed(supervisor.command(approveAnswer, { id, revision: 1 }))
    const words = wordsOf((await letter(supervisor, 'docx')).rawPayload)
    expect(words).toMatch(/Исх. № ОЖ-2026-\d{6}\/1 от 24.11.2026/)
    expect(words).toContain('Тестова supervisor')
    // Another text than the approved one must not get the number and the name under it.
    expect(wordsOf((await letter(expert, 'docx', { ...TEXT, conclusion: 'Иное' })).rawPayload)).toContain('проект')
    const pdf = await letter(expert, 'pdf')
    expect(pdf.headers['content-type']).toBe('application/pdf')
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await letter(other, 'pdf')).statusCode).toBe(404)
    expect((await letter(operator, 'pdf')).statusCode).toBe(403)
    const sent = await expert.pushed(expert.command(recordSending, { id, way: 'post', on: '2026-11-24' }))
    expect(recordOf<Appeal>(must(sent.answers[0], 'answer').records, 'appeal').state).toBe('answered')
  })

  it('[E3] the letter about a longer term is a draft until it is approved, and a case that owes none has none', async () => {
    const id = await takenCase()
    const notice = {
      templateId: 'complaint-extension',
      templateVersion: '1',
      recipient: TEXT.recipient,
      address: TEXT.address,
      way: 'post' as const,
      body: 'Ждём заключение эксперта.',
    }
    const letter = (desk: TestDesk, kind: string, text: typeof notice | null) =>
      desk.post(`/api/complaint-cases/${id}/notices/${kind}/letter`, { format: 'docx', text })
    const wordsOf = (raw: Buffer): string => must(new PizZip(raw).file('word/document.xml'), 'document').asText()
    expect((await letter(expert, 'extension', notice)).statusCode).toBe(404)
    await expert.pushed(
      expert.command(extendCase, { id, days: 30, decidedOn: '2026-11-24', reason: 'Ждём заключение' }),
      expert.command(askNotice, { id, kind: 'extension', ...notice }),
    )
    const draft = wordsOf((await letter(expert, 'extension', null)).rawPayload)
    expect(draft).toContain('Исх. № проект')
    expect(draft).toContain('продлён на 30 дн.')
    expect(draft).toContain('не позднее 23.01.2027')
    await supervisor.pushed(supervisor.command(approveNotice, { id, kind: 'extension', revision: 1 }))
    const words = wordsOf((await letter(supervisor, 'extension', null)).rawPayload)
    expect(words).toMatch(/Исх. № ОЖ-2026-\d{6}\/П1 от 24.11.2026/)
    expect(words).toContain('Тестова supervisor')
    expect((await letter(expert, 'forwarding', null)).statusCode).toBe(404)
    expect((await letter(other, 'extension', null)).statusCode).toBe(404)
    expect((await letter(operator, 'extension', null)).statusCode).toBe(403)
    const forwarding = { id, to: 'Росздравнадзор', on: '2026-11-24', reason: 'Лицензирование' }
    const sent = await expert.pushed(expert.command(forwardCase, forwarding))
    expect(sent.answers[0]?.status).toBe('applied')
    for (const [kind, templateId] of [
      ['forwarding', 'complaint-forwarding'],
      ['forwardingNotice', 'complaint-forwarding-notice'],
    ] as const) {
      const made = await letter(expert, kind, { ...notice, templateId })
      expect(made.statusCode).toBe(200)
      expect(wordsOf(made.rawPayload)).toContain('по компетенции')
    }
  })

  it('[E1] a scan is uploaded in pieces, goes on after a break, is checked, and read by those who may', async () => {
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(50_000, 7)])
    const file = scan(content)
    const id = await takenCase([file])
    const files = `/api/complaint-cases/${id}/files`
    const tus = { 'tus-resumable': '1.0.0' }
    const begin = (desk: TestDesk, named: CaseFile, length = named.bytes) =>
      server.inject({
        method: 'POST',
        url: files,
        headers: {
          ...desk.headers,
          ...tus,
          'upload-length': String(length),
          'upload-metadata': `fileId ${Buffer.from(named.id).toString('base64')}`,
        },
      })
    const piece = (named: CaseFile, offset: number, part: Buffer) =>
      server.inject({
        method: 'PATCH',
        url: `${files}/${named.id}`,
        headers: {
          ...expert.headers,
          ...tus,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        payload: part,
      })
    expect((await begin(other, file)).statusCode).toBe(404)
    expect((await begin(operator, file)).statusCode).toBe(403)
    expect((await begin(expert, scan(content))).statusCode).toBe(404)
    expect((await begin(expert, file, 5)).json()).toMatchObject({ error: { code: 'complaints.file.size' } })
    const begun = await begin(expert, file)
    expect([begun.statusCode, begun.headers['location']]).toEqual([201, `${files}/${file.id}`])
    expect((await piece(file, 0, content.subarray(0, 20_000))).headers['upload-offset']).toBe('20000')
    const head = await server.inject({
      method: 'HEAD',
      url: `${files}/${file.id}`,
      headers: { ...expert.headers, ...tus },
    })
    expect(head.headers['upload-offset']).toBe('20000')
    expect((await expert.get(`${files}/${file.id}`)).statusCode).toBe(404)
    expect((await piece(file, 20_000, content.subarray(20_000))).statusCode).toBe(204)
    expect((await expert.get(files)).json()).toEqual({ files: [{ id: file.id }] })
    const read = await expert.get(`${files}/${file.id}`)
    expect(read.headers['content-type']).toBe('application/pdf')
    expect(read.rawPayload.equals(content)).toBe(true)
    expect((await begin(expert, file)).statusCode).toBe(409)

    const wrong = scan(content, { sha256: '0'.repeat(64) })
    const disguised = scan(Buffer.from('<script>alert(1)</script>'), { name: 'x.pdf' })
    await expert.pushed(expert.command(attachFiles, { id, files: [wrong, disguised] }))
    await begin(expert, wrong)
    const refused = await piece(wrong, 0, content)
    expect([refused.statusCode, refused.json().error.code]).toEqual([422, 'complaints.file.checksum'])
    await begin(expert, disguised)
    const script = await piece(disguised, 0, Buffer.from('<script>alert(1)</script>'))
    expect(script.json()).toMatchObject({ error: { code: 'complaints.file.type' } })
    expect((await expert.get(files)).json()).toEqual({ files: [{ id: file.id }] })
  })

  it('a case may not be opened for an appeal that the expert neither took nor works, nor dated after its registration', async () => {
    const args = complaintArgs(await operator.takeNumber(), { reviewLine: 1, result: 'cutOff' })
    await operator.pushed(operator.command(registerAppeal, args))
    const opening = {
      id: args.id,
      form: 'written' as const,
      clinicId: null,
      receivedOn: '2026-11-24',
      registeredOn: '2026-11-24',
      incoming: { number: '', on: null },
      files: [],
    }
    const { answers } = await expert.pushed(expert.command(openCase, opening))
    expect(answers[0]).toMatchObject({ refusal: { code: 'record.notFound', field: 'id' } })
    const later = await supervisor.pushed(supervisor.command(openCase, { ...opening, registeredOn: '2026-11-25' }))
    expect(later.answers[0]).toMatchObject({ refusal: { code: 'complaints.registeredLater' } })
    const own = await supervisor.pushed(supervisor.command(openCase, opening))
    expect(recordOf<ComplaintCase>(must(own.answers[0], 'answer').records, 'complaintCase').assignedTo).toBeNull()
    // A case of nobody stands with every expert until one takes it; the second one comes too late.
    const held = `"kind":"complaintCase","id":"${args.id}"`
    for (const desk of [expert, other]) expect(await heldBy(desk)).toContain(held)
    for (const desk of [operator, post]) expect(await heldBy(desk)).not.toContain(held)
    const first = await other.pushed(other.command(takeCase, { id: args.id }))
    expect(recordOf<Appeal>(must(first.answers[0], 'answer').records, 'appeal').assignedTo).toBe(ids.user('expert2'))
    const second = await expert.pushed(expert.command(takeCase, { id: args.id }))
    expect(second.answers[0]).toMatchObject({ status: 'refused', refusal: { code: 'complaints.takenAlready' } })
    const given = await other.pushed(
      other.command(assignCase, { id: args.id, to: ids.user('operator'), note: 'Не эксперт' }),
      other.command(assignCase, { id: args.id, to: ids.user('expert'), note: 'Своё направление' }),
    )
    expect(given.answers.map(({ status }) => status)).toEqual(['refused', 'applied'])
  })
})
