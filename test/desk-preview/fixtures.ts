import { aCall } from '#shared/builders/a-call.ts'
import { aCase } from '#shared/builders/a-case.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anId, CLINIC_ID, USER_ID } from '#shared/builders/ids.ts'
import type { SessionUser } from '#shared/features/auth/session.ts'
import type { Clinic } from '#shared/features/clinics/clinic.ts'
import type { Actor, Role } from '#shared/kernel/actor.ts'
import type { DeviceId, InformingId, OrgId, UserId } from '#shared/kernel/ids.ts'
import type { MemoryDeskData } from '#test/fakes/memory-desk-data.ts'

const clinicId = anId<Clinic['id']>(CLINIC_ID)

export function aUser(role: Role): SessionUser {
  return {
    id: anId(USER_ID),
    orgId: anId<OrgId>(0x0e),
    orgName: 'СМО «Опора-Мед»',
    name: 'Морозова Елена Игоревна',
    role,
    clinicIds: [clinicId],
    extension: '1001',
    zoneOffsetMinutes: 180,
  }
}

export function anActor(role: Role): Actor {
  const { id, orgId, clinicIds } = aUser(role)
  return { userId: id, orgId, role, clinicIds, deviceId: anId<DeviceId>(0xd1) }
}

const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '20:00' }))

const aClinic: Clinic = {
  id: clinicId,
  registerCode: '000017',
  name: 'СПб ГБУЗ «Городская поликлиника № 117»',
  shortName: 'Поликлиника № 117',
  units: ['Главный корпус', 'Филиал на Есенина', 'Филиал на Художников', 'Женская консультация'].map((name, index) => ({
    number: index + 1,
    name,
    address: `${['ул. Симонова, 5', 'ул. Есенина, 38', 'пр. Художников, 12', 'ул. Сикейроса, 10'][index]}`,
    phone: `+7000555010${index}`,
    hours: [...weekdays, { weekday: 6, from: '09:00', to: '15:00' }],
    rooms: [
      { number: '101', purpose: 'Регистратура', examination: null },
      { number: '112', purpose: 'Доврачебный кабинет', examination: 'Опрос, давление, антропометрия' },
      { number: '204', purpose: 'Процедурный кабинет', examination: 'Кровь: холестерин, глюкоза, общий анализ' },
      { number: '215', purpose: 'ЭКГ', examination: 'Электрокардиография' },
      { number: '310', purpose: 'Отделение профилактики', examination: 'Приём терапевта, итог 1 этапа' },
    ],
  })),
  responsible: {
    name: 'Комарова Ольга Викторовна',
    position: 'Заведующая отделением профилактики',
    phone: '+70005550110',
  },
  capacity: { weekday: 40, evening: 12, weekend: 25 },
  specialDays: [{ on: '2026-12-05', what: 'День открытых дверей: 1 этап за один визит' }],
}

const NAMES = [
  ['Смирнова', 'Анна', 'Петровна', 'female', '1957-03-14'],
  ['Смирнов', 'Виктор', 'Ильич', 'male', '1954-09-02'],
  ['Соловьёва', 'Людмила', 'Андреевна', 'female', '1961-11-23'],
  ['Бондаренко', 'Юлия', 'Сергеевна', 'female', '1988-05-30'],
  ['Римский-Корсаков', 'Александр', 'Владимирович', 'male', '1979-01-17'],
  ['Алиева', 'Екатерина', null, 'female', '1999-07-08'],
  ['Смирнова', 'Анна', 'Павловна', 'female', '1990-12-01'],
] as const

/** A small world that looks like a working day. */
export function fill(data: MemoryDeskData, now: number): void {
  const at = (minutesAgo: number): string => new Date(now - minutesAgo * 60_000).toISOString()
  data.put('clinic', aClinic)
  for (const [index, [surname, givenName, patronymic, sex, birthDate]] of NAMES.entries()) {
    data.put(
      'insuredPerson',
      aPerson(
        {
          surname,
          givenName,
          patronymic,
          sex,
          birthDate,
          unit: (index % 4) + 1,
          precinct: 12 + index,
          ...(index === 0
            ? {
                marks: ['highCardiovascularRisk', 'lowMobility', 'priorityRight'],
                consents: { informing: 'given', sms: 'given', support: 'none' },
                phones: [
                  { number: '+70000000001', kind: 'mobile', valid: true },
                  { number: '+70005551234', kind: 'home', valid: false },
                ],
              }
            : {}),
          ...(index === 1
            ? { phones: [{ number: '+70000000001', kind: 'mobile', valid: true }], marks: ['comorbid'] }
            : {}),
        },
        index + 1,
      ),
    )
  }
  data.put(
    'appeal',
    anAppeal(
      {
        kind: 'complaint',
        themeCode: 'complaint.7.1.4',
        state: 'inWork',
        answerBy: '2026-11-26',
        closedAt: null,
        registeredAt: at(60 * 24 * 6),
        text: 'Три недели не может записаться к кардиологу: в регистратуре отвечают, что талонов нет до января.',
        assignedTo: anId(USER_ID),
      },
      4118,
    ),
  )
  data.put(
    'appeal',
    anAppeal(
      {
        kind: 'application',
        state: 'registered',
        answerBy: '2026-12-14',
        closedAt: null,
        registeredAt: at(60 * 24 * 2),
        text: 'Просит выдать выписку о полисе взамен утраченного бланка.',
        concernsId: anId(3),
        applicant: { personId: anId(3), contactId: null, anonymous: false, name: '', phone: null },
      },
      4122,
    ),
  )
  data.put('appeal', anAppeal({ registeredAt: at(95), closedAt: at(95) }, 4127))
  data.put(
    'call',
    aCall(
      {
        offeredAt: at(98),
        answeredAt: at(97.9),
        endedAt: at(93.8),
        outcome: 'appealRegistered',
        note: 'Объяснила порядок записи, дала телефон старшей медсестры.',
      },
      1,
    ),
  )
  data.put(
    'call',
    aCall({ offeredAt: at(60), answeredAt: at(59.9), endedAt: at(57), personId: anId(3), outcome: 'resolved' }, 2),
  )
  data.put(
    'call',
    aCall(
      {
        offeredAt: at(44),
        answeredAt: null,
        endedAt: at(43.6),
        personId: null,
        result: 'missed',
        outcome: null,
        wrappedUpAt: null,
        remoteNumber: '+70005557788',
      },
      3,
    ),
  )
  data.put(
    'call',
    aCall(
      {
        offeredAt: at(31),
        answeredAt: at(30.9),
        endedAt: at(29),
        personId: anId(4),
        direction: 'out',
        outcome: 'callBackPromised',
      },
      4,
    ),
  )
  data.put(
    'call',
    aCall(
      { offeredAt: at(60 * 24 * 40), answeredAt: at(60 * 24 * 40), endedAt: at(60 * 24 * 40 - 5), outcome: 'resolved' },
      5,
    ),
  )
  data.put('informing', {
    id: anId<InformingId>(0x1f01),
    personId: anId(1),
    way: '03',
    stage: '101',
    result: 'willThink',
    reason: null,
    repeatOn: '2026-11-30',
    note: 'Просит перезвонить после 30 ноября',
    callId: null,
    userId: anId(USER_ID),
    at: at(60 * 24 * 20),
  })
  fillCases(data, now)
}

/** An expert's desk: a letter in work, one that waits for the clinic and burns, an answer with the supervisor. */
function fillCases(data: MemoryDeskData, now: number): void {
  const day = (before: number): string => new Date(now - before * 86_400_000).toISOString().slice(0, 10)
  const written = {
    form: 'written',
    channel: 'post',
    kind: 'complaint',
    themeCode: 'complaint.7.1.4',
    reviewLine: 3,
    result: 'takenIntoWork',
    closedAt: null,
    assignedTo: anId<UserId>(USER_ID),
  } as const
  const texts = [
    'Три недели не может записаться к кардиологу: в регистратуре отвечают, что талонов нет до января.',
    'За анализ крови взяли деньги, хотя направление выдал участковый врач.',
    'Врач отказался выйти на дом к маме, она не встаёт после инсульта.',
  ]
  for (const [index, text] of texts.entries()) {
    const before = [3, 28, 20][index] ?? 0
    data.put(
      'appeal',
      anAppeal(
        {
          ...written,
          text,
          state: index === 1 ? 'waiting' : 'inWork',
          registeredAt: `${day(before)}T09:00:00.000Z`,
          concernsId: anId(index + 1),
          applicant: { personId: anId(index + 1), contactId: null, anonymous: false, name: '', phone: null },
        },
        5001 + index,
      ),
    )
    data.put(
      'complaintCase',
      aCase(
        {
          clinicId,
          receivedOn: day(before + 1),
          registeredOn: day(before),
          incoming: { number: `11${index}`, on: day(before + 2) },
          state: index === 1 ? 'waiting' : 'inWork',
          files: [
            {
              id: anId(0x5c00 + index),
              name: 'Жалоба Смирновой.pdf',
              type: 'application/pdf',
              bytes: 184_320,
              sha256: '0'.repeat(64),
              at: `${day(before)}T09:00:00.000Z`,
              by: anId(USER_ID),
            },
          ],
          ...(index === 1
            ? {
                requests: [
                  {
                    id: anId(0x5d01),
                    clinicId,
                    what: 'Амбулаторная карта и договор на платные услуги за октябрь',
                    sentOn: day(9),
                    pauses: [],
                    outcome: null,
                    settledOn: null,
                  },
                ],
              }
            : { decision: { justified: true, grounds: 'Нарушен срок ожидания приёма (код 2.1).', on: day(1) } }),
          ...(index === 2
            ? {
                answer: {
                  templateId: 'complaint-answer',
                  templateVersion: '1',
                  recipient: 'Соловьёвой Людмиле Андреевне',
                  address: 'ул. Есенина, 12, кв. 4',
                  way: 'post',
                  subject: 'Вы сообщили, что врач отказался выйти на дом к Вашей матери.',
                  findings: 'Поликлиника представила журнал вызовов. Вызов 3 ноября зарегистрирован и не выполнен.',
                  conclusion: 'Поликлинике направлено предписание, врач навещает Вашу мать каждую неделю.',
                  revision: 1,
                  approval: 'asked',
                  askedBy: anId(USER_ID),
                  askedAt: `${day(0)}T06:00:00.000Z`,
                  decidedBy: null,
                  decidedAt: null,
                  comment: '',
                  sentOn: null,
                } as const,
              }
            : {}),
        },
        5001 + index,
      ),
    )
  }
}
