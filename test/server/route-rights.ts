import type { InjectOptions } from 'fastify'
import { newId, PASSWORD } from '#server/testing/harness.ts'
import { recordOf, xmlList } from '#server/testing/list-files.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCampaignPlan } from '#shared/builders/a-campaign.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anArticleDraft } from '#shared/builders/an-article.ts'
import type { Role } from '#shared/kernel/actor.ts'
import type { WireCommand } from '#shared/protocol/push.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'

const ids = tinyIds()
export const LOGINS: Readonly<Record<Role, string>> = {
  L1: 'operator',
  L2: 'post',
  L3: 'expert',
  SV: 'supervisor',
  AD: 'admin',
}
export const ROLES = Object.keys(LOGINS) as Role[]
export const FILE = Buffer.from('%PDF-1.4 scan')
/** What a WebM file begins with. */
export const SOUND = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(100, 7)])
const TUS = { 'tus-resumable': '1.0.0' }
const PERIOD = 'from=2026-11-01&to=2026-11-30'

/** What a request is about; all of it exists, in the organisation and the first clinic of those who may. */
export interface World {
  readonly person: string
  readonly case: string
  readonly file: string
  readonly call: string
  readonly list: string
  /** Place of a doubtful row of the list. */
  readonly place: number
  readonly device: string
  /** Draft of a script in its first revision, with a comment. */
  readonly draft: string
  readonly comment: string
  /** Next command of the operator's desk. */
  readonly command: WireCommand
}

export type Ask = Pick<InjectOptions, 'url' | 'payload' | 'headers'>

export interface RouteRights {
  /** Who may; `anybody` asks without a token and `signedIn` with one of any role. */
  readonly who: 'anybody' | 'signedIn' | readonly Role[]
  ask(world: World): string | Ask
  /** Whom the request of those who may is answered, and how. */
  readonly own: number
  /** Colleagues with the right to whom this very thing is out of reach: another organisation, another clinic, another expert. */
  readonly strangers?: readonly string[]
}

const json = (url: string, payload: object): Ask => ({ url, payload })
const everybodyButAdmin: readonly Role[] = ['L1', 'L2', 'L3', 'SV']
const loaders: readonly Role[] = ['L2', 'SV']
const caseWorkers: readonly Role[] = ['L3', 'SV']
const strangersToStaff = ['supervisor-1', 'admin-1']
const ofExpert2 = `/api/staff/${ids.user('expert2')}`
const strangersToCase = ['expert2', 'expert-1', 'supervisor-1']
const strangersToList = ['post-1', 'supervisor-1']
const lists = (more: string) => (world: World) => `/api/clinic-lists/${world.list}${more}`
const strangersToCall = ['post', 'expert', 'operator-1', 'supervisor-1']
const ofCase = (more: string) => (world: World) => `/api/complaint-cases/${world.case}${more}`

/** A script of one step, as far as a draft must be finished. */
export const DRAFT_CONTENT = {
  id: 'draft-of-rights',
  title: 'Черновик',
  purpose: 'homeVisit',
  start: 'end',
  nodes: [{ id: 'end', kind: 'end', title: 'Конец', result: 'done' }],
  fields: {},
  objections: [],
  questions: [],
}
const strangersToDraft = ['supervisor-1', 'admin-1']
const ofDraft = (more: string) => (world: World) => `/api/scripts/drafts/${world.draft}${more}`

/** Every route of the server. A route without a row fails the first test of `rights.pg.test.ts`. Rows run in this order. */
export const ROUTE_RIGHTS: Readonly<Record<string, RouteRights>> = {
  'GET /health': { who: 'anybody', ask: () => '/health', own: 200 },
  'GET /ready': { who: 'anybody', ask: () => '/ready', own: 200 },
  'GET /metrics': { who: 'anybody', ask: () => '/metrics', own: 200 },
  'POST /api/auth/sign-in': {
    who: 'anybody',
    ask: () =>
      json('/api/auth/sign-in', {
        login: 'operator',
        password: PASSWORD,
        installationId: newId(),
        host: 'browser',
        appVersion: '0.1.0',
      }),
    own: 200,
  },
  // An exchange asks with a secret of its own, which no token of a person is; this server has none.
  'POST /api/telephony/routing': {
    who: 'anybody',
    ask: () => ({
      url: '/api/telephony/routing',
      payload: 'told=ended|nobody',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    own: 503,
  },
  // A refresh token is its own proof: one that was never given is refused.
  'POST /api/auth/refresh': {
    who: 'anybody',
    ask: () => json('/api/auth/refresh', { refreshToken: 'never-given-to-anybody-never-given' }),
    own: 401,
  },
  'GET /api/auth/me': { who: 'signedIn', ask: () => '/api/auth/me', own: 200 },
  'POST /api/sync/push': {
    who: 'signedIn',
    ask: ({ command }) => json('/api/sync/push', { protocol: PROTOCOL_VERSION, commands: [command] }),
    own: 200,
  },
  'POST /api/sync/pull': {
    who: 'signedIn',
    ask: () => json('/api/sync/pull', { protocol: PROTOCOL_VERSION, cursors: {}, limit: 10 }),
    own: 200,
  },
  'POST /api/sync/numbers': {
    who: 'signedIn',
    ask: () => json('/api/sync/numbers', { requestId: newId(), year: 2026 }),
    own: 200,
  },
  'GET /api/sync/manifest': {
    who: everybodyButAdmin,
    ask: () => `/api/sync/manifest?scope=registry:${ids.clinics[0]}`,
    own: 200,
    strangers: ['operator-1', 'supervisor-1'],
  },
  'GET /api/sync/page': {
    who: everybodyButAdmin,
    ask: () => `/api/sync/page?scope=registry:${ids.clinics[0]}&kind=insuredPerson&page=0`,
    own: 200,
    strangers: ['operator-1', 'supervisor-1'],
  },
  'GET /api/sync/pages': {
    who: everybodyButAdmin,
    ask: () => `/api/sync/pages?scope=registry:${ids.clinics[0]}&kind=insuredPerson&from=0&to=0`,
    own: 200,
    strangers: ['operator-1', 'supervisor-1'],
  },
  'POST /api/audit/looks': {
    who: everybodyButAdmin,
    ask: ({ person }) =>
      json('/api/audit/looks', {
        looks: [{ id: newId(), personId: person, at: '2026-11-24T08:00:00.000Z', why: 'search', callId: null }],
      }),
    own: 204,
  },
  'GET /api/persons/{id}': {
    who: everybodyButAdmin,
    ask: ({ person }) => `/api/persons/${person}`,
    own: 200,
    strangers: ['operator-1', 'expert-1', 'supervisor-1'],
  },
  'GET /api/persons/{id}/health': {
    who: ['L3'],
    ask: ({ person }) => `/api/persons/${person}/health`,
    own: 200,
    strangers: ['expert-1'],
  },
  'GET /api/journal': { who: ['SV'], ask: () => `/api/journal?${PERIOD}`, own: 200 },
  'GET /api/reports/structure': { who: ['SV'], ask: () => `/api/reports/structure?${PERIOD}`, own: 200 },
  'GET /api/reports/informing': { who: ['SV'], ask: () => '/api/reports/informing?year=2026', own: 200 },
  'GET /api/reports/informing/persons': {
    who: ['SV'],
    ask: () => '/api/reports/informing/persons?year=2026&step=due',
    own: 200,
  },
  'GET /api/surveys/upload': {
    who: ['SV'],
    ask: () => `/api/surveys/upload?scale=noShowReasons&${PERIOD}`,
    own: 200,
  },
  'GET /api/reports/surveys': {
    who: ['SV'],
    ask: () => `/api/reports/surveys?scriptId=quality-of-care&${PERIOD}`,
    own: 200,
  },
  'GET /api/reports/surveys/responses': {
    who: ['SV'],
    ask: () => `/api/reports/surveys/responses?scriptId=quality-of-care&item=4&code=1&${PERIOD}`,
    own: 200,
  },
  'GET /api/reports/scripts': { who: ['SV', 'AD'], ask: () => `/api/reports/scripts?${PERIOD}`, own: 200 },
  'GET /api/reports/scripts/runs': {
    who: ['SV', 'AD'],
    ask: () => `/api/reports/scripts/runs?scriptId=quality-of-care&${PERIOD}`,
    own: 200,
  },
  'GET /api/reports/defects': { who: ['L3', 'SV'], ask: () => `/api/reports/defects?${PERIOD}`, own: 200 },
  'GET /api/reports/defects/acts': { who: ['L3', 'SV'], ask: () => `/api/reports/defects/acts?${PERIOD}`, own: 200 },
  'POST /api/reports/exports': {
    who: ['L3', 'SV'],
    ask: () => json('/api/reports/exports', { report: 'defects', from: '2026-11-01', to: '2026-11-30', rows: 1 }),
    own: 204,
  },
  'POST /api/complaint-cases/{caseId}/files': {
    who: caseWorkers,
    ask: (world) => ({
      url: ofCase('/files')(world),
      headers: {
        ...TUS,
        'upload-length': String(FILE.length),
        'upload-metadata': `fileId ${Buffer.from(world.file).toString('base64')}`,
      },
    }),
    own: 201,
    strangers: strangersToCase,
  },
  'PATCH /api/complaint-cases/{caseId}/files/{fileId}': {
    who: caseWorkers,
    ask: (world) => ({
      url: ofCase(`/files/${world.file}`)(world),
      headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      payload: FILE,
    }),
    own: 204,
    strangers: strangersToCase,
  },
  'GET /api/complaint-cases/{caseId}/files': {
    who: caseWorkers,
    ask: ofCase('/files'),
    own: 200,
    strangers: strangersToCase,
  },
  'GET /api/complaint-cases/{caseId}/files/{fileId}': {
    who: caseWorkers,
    ask: (world) => ofCase(`/files/${world.file}`)(world),
    own: 200,
    strangers: strangersToCase,
  },
  'GET /api/complaint-cases/{caseId}/call': {
    who: caseWorkers,
    ask: ofCase('/call'),
    own: 200,
    strangers: strangersToCase,
  },
  'POST /api/complaint-cases/{caseId}/letter': {
    who: caseWorkers,
    ask: (world) =>
      json(ofCase('/letter')(world), {
        format: 'docx',
        text: {
          templateId: 'complaint-answer',
          templateVersion: '1',
          recipient: 'Тестовой Анне',
          address: 'Санкт-Петербург',
          way: 'post',
          subject: 'Запись к врачу',
          findings: 'Проверено.',
          conclusion: 'Записана.',
        },
      }),
    own: 200,
    strangers: strangersToCase,
  },
  'POST /api/complaint-cases/{caseId}/notices/{kind}/letter': {
    who: caseWorkers,
    ask: (world) =>
      json(ofCase('/notices/extension/letter')(world), {
        format: 'docx',
        text: {
          templateId: 'complaint-extension',
          templateVersion: '1',
          recipient: 'Тестовой Анне',
          address: 'Санкт-Петербург',
          way: 'post',
          body: 'Ждём заключение эксперта.',
        },
      }),
    own: 200,
    strangers: strangersToCase,
  },
  'GET /api/call-log': { who: everybodyButAdmin, ask: () => `/api/call-log?${PERIOD}`, own: 200 },
  'GET /api/call-log/{id}': {
    who: everybodyButAdmin,
    ask: ({ call }) => `/api/call-log/${call}`,
    own: 200,
    strangers: strangersToCall,
  },
  'POST /api/calls/{callId}/recording/upload': {
    who: everybodyButAdmin,
    ask: ({ call }) => ({
      url: `/api/calls/${call}/recording/upload`,
      headers: { ...TUS, 'upload-length': String(SOUND.length) },
    }),
    own: 201,
    strangers: [...strangersToCall, 'supervisor'],
  },
  'PATCH /api/calls/{callId}/recording/upload': {
    who: everybodyButAdmin,
    ask: ({ call }) => ({
      url: `/api/calls/${call}/recording/upload`,
      headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      payload: SOUND,
    }),
    own: 204,
    strangers: [...strangersToCall, 'supervisor'],
  },
  'GET /api/calls/{callId}/recording/state': {
    who: everybodyButAdmin,
    ask: ({ call }) => `/api/calls/${call}/recording/state`,
    own: 200,
    strangers: strangersToCall,
  },
  'GET /api/calls/{callId}/recording': {
    who: everybodyButAdmin,
    ask: ({ call }) => `/api/calls/${call}/recording`,
    own: 200,
    strangers: strangersToCall,
  },
  'GET /api/telephony/credentials': { who: everybodyButAdmin, ask: () => '/api/telephony/credentials', own: 200 },
  'GET /api/telephony/colleagues': { who: everybodyButAdmin, ask: () => '/api/telephony/colleagues', own: 200 },
  'PUT /api/telephony/hand-overs/{callId}': {
    who: everybodyButAdmin,
    // Another call for each who asks: the first to hand one over keeps it.
    ask: () =>
      json(`/api/telephony/hand-overs/${newId()}`, {
        toExtension: '9999',
        personId: null,
        isPersonSure: false,
        contactId: null,
        source: 'direct',
        note: '',
        appeals: [],
        run: null,
        form: null,
      }),
    own: 200,
  },
  // Nobody has handed this call over to anybody: 404 for all who may ask at all.
  'GET /api/telephony/hand-overs/{callId}': {
    who: everybodyButAdmin,
    ask: ({ call }) => `/api/telephony/hand-overs/${call}`,
    own: 404,
  },
  'GET /api/clinic-lists': { who: loaders, ask: () => '/api/clinic-lists', own: 200 },
  'POST /api/clinic-lists': {
    who: loaders,
    ask: () => ({
      url: `/api/clinic-lists?clinicId=${ids.clinics[0]}&fileName=second.xml`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: xmlList([recordOf(aPerson({}, 700))]),
    }),
    own: 200,
    strangers: strangersToList,
  },
  'GET /api/clinic-lists/{id}': { who: loaders, ask: lists(''), own: 200, strangers: strangersToList },
  'GET /api/clinic-lists/{id}/rows': {
    who: loaders,
    ask: lists('/rows?kind=doubtful'),
    own: 200,
    strangers: strangersToList,
  },
  'GET /api/clinic-lists/{id}/protocol': {
    who: loaders,
    ask: lists('/protocol?format=csv'),
    own: 200,
    strangers: strangersToList,
  },
  'POST /api/clinic-lists/{id}/rows/{place}/decision': {
    who: loaders,
    ask: (world) => json(lists(`/rows/${world.place}/decision`)(world), { decision: null }),
    own: 200,
    strangers: strangersToList,
  },
  'POST /api/clinic-lists/{id}/confirm': {
    who: loaders,
    ask: (world) => json(lists('/confirm')(world), {}),
    own: 200,
    strangers: strangersToList,
  },
  'POST /api/clinic-lists/{id}/cancel': {
    who: loaders,
    ask: (world) => json(lists('/cancel')(world), {}),
    own: 200,
    strangers: strangersToList,
  },
  'POST /api/telephony/listening': {
    who: ['SV'],
    ask: ({ call }) => json('/api/telephony/listening', { userId: ids.user('operator'), callId: call, mode: 'listen' }),
    // Nobody talks: without a conversation there is nothing to listen to.
    own: 409,
    strangers: ['supervisor-1'],
  },
  'POST /api/floor/people/{userId}/state': {
    who: ['SV'],
    ask: () =>
      json(`/api/floor/people/${ids.user('operator')}/state`, { state: 'notReady', reason: 'training', note: '' }),
    // No desk is open there.
    own: 409,
    strangers: ['supervisor-1'],
  },
  'GET /api/floor/people/{userId}/work': {
    who: ['SV'],
    ask: () => `/api/floor/people/${ids.user('operator')}/work`,
    own: 200,
    strangers: ['supervisor-1'],
  },
  'POST /api/floor/people/{userId}/work/take': {
    who: ['SV'],
    ask: ({ call }) => json(`/api/floor/people/${ids.user('operator')}/work/take`, { kind: 'appeal', id: call }),
    // The operator holds no such thing.
    own: 409,
    strangers: ['supervisor-1'],
  },
  'GET /api/floor': { who: ['SV'], ask: () => '/api/floor', own: 200 },
  'GET /api/staff': { who: ['SV', 'AD'], ask: () => '/api/staff', own: 200 },
  'GET /api/staff/{id}': { who: ['SV', 'AD'], ask: () => ofExpert2, own: 200, strangers: strangersToStaff },
  'PUT /api/staff/{id}': {
    who: ['SV', 'AD'],
    ask: () => json(ofExpert2, { version: 1, role: 'L3', clinicIds: ids.clinics, isActive: true, documents: [] }),
    own: 200,
    strangers: strangersToStaff,
  },
  'POST /api/devices/{id}/revoke': {
    who: ['SV', 'AD'],
    ask: ({ device }) => json(`/api/devices/${device}/revoke`, {}),
    own: 204,
    strangers: strangersToStaff,
  },
  'POST /api/devices/{id}/allow': {
    who: ['SV', 'AD'],
    ask: ({ device }) => json(`/api/devices/${device}/allow`, {}),
    own: 204,
    strangers: strangersToStaff,
  },
  'POST /api/work-queues/claims': {
    who: everybodyButAdmin,
    ask: ({ person }) =>
      json('/api/work-queues/claims', { queue: 'informing', personIds: [person], want: 1, isBlock: false }),
    own: 200,
  },
  'POST /api/campaigns/preview': {
    who: ['L2', 'SV'],
    ask: () => json('/api/campaigns/preview', aCampaignPlan({ clinicIds: [ids.clinics[0]] }).choice),
    own: 200,
    strangers: ['post-1'],
  },
  // No survey is in force in the tiny organisation: the plan is read and refused for that alone.
  'POST /api/campaigns': {
    who: ['L2', 'SV'],
    ask: () => json('/api/campaigns', { id: newId(), plan: aCampaignPlan({ clinicIds: [ids.clinics[0]] }) }),
    own: 400,
  },
  'GET /api/campaigns': { who: ['L2', 'SV'], ask: () => '/api/campaigns', own: 200 },
  'POST /api/campaigns/{id}/close': {
    who: ['L2', 'SV'],
    ask: () => json(`/api/campaigns/${newId()}/close`, {}),
    own: 404,
  },
  'GET /api/scripts/rules': { who: ['AD', 'SV'], ask: () => '/api/scripts/rules', own: 200 },
  'GET /api/scripts/drafts': { who: ['AD', 'SV'], ask: () => '/api/scripts/drafts', own: 200 },
  'POST /api/scripts/drafts': {
    who: ['AD'],
    ask: () => json('/api/scripts/drafts', { content: { ...DRAFT_CONTENT, id: 'another-draft' }, basedOn: null }),
    own: 200,
  },
  'GET /api/scripts/drafts/{id}': { who: ['AD', 'SV'], ask: ofDraft(''), own: 200, strangers: strangersToDraft },
  'PUT /api/scripts/drafts/{id}': {
    who: ['AD'],
    ask: (world) => json(ofDraft('')(world), { revision: 1, content: DRAFT_CONTENT }),
    own: 200,
    strangers: ['admin-1'],
  },
  'POST /api/scripts/drafts/{id}/comments': {
    who: ['AD', 'SV'],
    ask: (world) => json(ofDraft('/comments')(world), { nodeId: null, text: 'Короче' }),
    own: 200,
    strangers: strangersToDraft,
  },
  'POST /api/scripts/drafts/{id}/comments/{comment}/done': {
    who: ['AD', 'SV'],
    ask: (world) => json(ofDraft(`/comments/${world.comment}/done`)(world), {}),
    own: 200,
    strangers: strangersToDraft,
  },
  'POST /api/scripts/drafts/{id}/move': {
    who: ['AD', 'SV'],
    ask: (world) => json(ofDraft('/move')(world), { step: 'drop', revision: 2 }),
    own: 200,
    strangers: strangersToDraft,
  },
  // No version was published yet: 404 for all who may ask at all.
  'POST /api/scripts/versions/{scriptId}/{version}': {
    who: ['AD'],
    ask: () => json('/api/scripts/versions/home-visit/1', { step: 'withdraw' }),
    own: 404,
  },
  'GET /api/knowledge/queue': { who: ['AD'], ask: () => '/api/knowledge/queue', own: 200 },
  'GET /api/knowledge/articles/{id}/versions': {
    who: ['AD'],
    ask: () => '/api/knowledge/articles/policy/versions',
    own: 200,
  },
  'PUT /api/knowledge/articles/{id}': {
    who: ['AD'],
    // Another article for each who asks: the first to write one has it in its organisation.
    ask: () => json(`/api/knowledge/articles/${newId()}`, { version: 0, draft: anArticleDraft() }),
    own: 200,
  },
  'GET /api/try-out/accounts': { who: 'anybody', ask: () => '/api/try-out/accounts', own: 200 },
  'GET /api/try-out/persons/random': { who: 'anybody', ask: () => '/api/try-out/persons/random', own: 200 },
  'GET /api/try-out/persons/{n}': { who: 'anybody', ask: () => '/api/try-out/persons/1', own: 200 },
  'POST /api/auth/sign-out': { who: 'signedIn', ask: () => '/api/auth/sign-out', own: 204 },
}
