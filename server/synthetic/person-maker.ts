import type { InsuredPerson, PersonMark } from '#shared/features/insured-persons/person.ts'
import { dueFor } from '#shared/features/preventive-care/eligibility.ts'
import { ageOn, ageReachedIn, type LocalDate } from '#shared/kernel/calendar.ts'
import type { ClinicId, PersonId } from '#shared/kernel/ids.ts'
import { snilsCheck } from '#shared/kernel/snils.ts'
import { hasCondition, hasHeartDisease } from './conditions.ts'
import { drawConsents, type Phones, phoneBookOf } from './contacts.ts'
import { type Draws, drawsOf } from './draws.ts'
import { DAY_MS, type DirtyKind, type Frame } from './frame.ts'
import { drawDiagnoses, drawHealthGroup, type HealthFactDraft } from './health.ts'
import { type Family, namerOf, type PersonName, withoutYo } from './names.ts'
import { drawEmail, drawHome, type Home } from './places.ts'
import { dirtyPolicy, type PolicyNumbers } from './policies.ts'
import type { ReferenceData } from './polyclinic.ts'
import { drawPrevention, reasonLottery } from './prevention.ts'
import { byAge, CONTACT, NO_SNILS } from './shares.ts'
import type { Support } from './support.ts'

/** A person with what is kept apart from the record. */
export interface MadePerson {
  readonly person: InsuredPerson
  readonly facts: readonly HealthFactDraft[]
  /** Day of the planned visit, see `PreventionCourse`. */
  readonly visitOn: LocalDate | null
  readonly support: Support | null
}

export interface PersonMaker {
  make(index: number, id: PersonId): MadePerson
}

interface PersonMakerInput {
  readonly seed: number
  readonly frame: Frame
  readonly today: LocalDate
  readonly reference: ReferenceData
  readonly clinicId: ClinicId
  readonly policies: PolicyNumbers
}

/** Somebody unmarried so far, for the next person of fitting sex and age to live with. */
interface Single {
  readonly sex: 'male' | 'female'
  readonly birthYear: number
  readonly family: Family
  readonly home: Home
  readonly phones: Phones
}

/** How many recent singles are remembered: enough to find a match, few enough to search quickly. */
const SINGLES = 80
/** Share of people who move in with somebody already there; a little more than half then live as couples. */
const MOVES_IN = 0.28

interface Identity {
  readonly name: PersonName
  readonly home: Home
  /** Telephones taken over from somebody else; null when the person has own ones. */
  readonly phones: Phones | null
  readonly partner: Single | null
  /** Set when a later person may move in. */
  readonly single: Pick<Single, 'sex' | 'birthYear' | 'family'> | null
}

interface Streams {
  readonly name: Draws
  readonly address: Draws
  readonly health: Draws
  readonly prevention: Draws
  readonly contacts: Draws
  readonly consents: Draws
}

/** Makes our people one by one in order of index; what a later person shares with an earlier one (home, telephone, a copied name) needs that order. */
export function personMakerOf(input: PersonMakerInput): PersonMaker {
  const { seed, frame, today, reference, clinicId } = input
  const namer = namerOf(reference.names)
  const reasons = reasonLottery(reference.notComingReasons)
  const draws: Streams = {
    name: drawsOf(seed, 'name'),
    address: drawsOf(seed, 'address'),
    health: drawsOf(seed, 'diagnoses'),
    prevention: drawsOf(seed, 'prevention'),
    contacts: drawsOf(seed, 'contacts'),
    consents: drawsOf(seed, 'consents'),
  }
  const phoneBook = phoneBookOf()
  const singles: Single[] = []
  const originals = new Set(frame.copyOf.values())
  const written = new Map<number, InsuredPerson>()
  const yoOriginals = new Set(
    [...frame.copyOf].filter(([copy]) => frame.dirty.get(copy) === 'yoTwin').map(([, original]) => original),
  )
  let madeCount = 0

  function drawIdentity(index: number, sex: 'male' | 'female', birthYear: number): Identity {
    const dirty = frame.dirty.get(index)
    const original = written.get(frame.copyOf.get(index) ?? -1)
    if (original !== undefined) return identityOfCopy(draws, original, dirty, reference)
    const needsYo = yoOriginals.has(index)
    const partner = draws.name.chance(MOVES_IN) && !needsYo ? takePartner(singles, sex, birthYear) : null
    const family = partner?.family ?? (needsYo ? namer.familyWithYo(draws.name) : namer.family(draws.name))
    const name = namer.name(draws.name, family, sex, birthYear)
    return {
      name: dirty === 'noPatronymic' ? { ...name, patronymic: null } : name,
      home: partner?.home ?? drawHome(draws.address, reference.places.streets),
      phones: null,
      partner,
      single: partner === null ? { sex, birthYear, family } : null,
    }
  }

  return {
    make: (index, id) => {
      const birthDate = new Date((frame.birthDay[index] ?? 0) * DAY_MS).toISOString().slice(0, 10)
      const sex = frame.woman[index] === 1 ? 'female' : 'male'
      const birthYear = Number(birthDate.slice(0, 4))
      const dirty = frame.dirty.get(index)
      const support = frame.support.get(index) ?? null
      const conditions = frame.conditions[index] ?? 0
      const age = ageOn(birthDate, today)
      const identity = drawIdentity(index, sex, birthYear)
      const { name, home } = identity
      const number = input.policies.next(birthDate, sex)

      const diagnoses = drawDiagnoses(
        draws.health,
        { id, clinicId, sex, age, conditions, isSupported: support !== null },
        today,
      )
      const marks = marksOf(conditions, diagnoses, support, frame.lowMobility[index] === 1)
      const priorityGround = support?.priorityGround ?? null
      const year = Number(today.slice(0, 4))
      const status = statusOf(dirty)
      const due = dueFor({ birthDate, sex, marks, priorityGround }, year, reference.preventiveCareRules).due
      const { prevention, visitOn } = drawPrevention(draws.prevention, {
        due,
        today,
        isAttached: status === 'attached',
        hasPassed: support?.programme === 'lowMobility',
        canBePregnant: sex === 'female' && ageReachedIn(year, birthDate) < 45,
        reasons,
      })
      const facts = [...diagnoses]
      if (prevention.stage1On !== null) facts.push(drawHealthGroup(draws.health, conditions, prevention.stage1On))
      for (const code of support?.care ?? [])
        facts.push({
          kind: 'care',
          code,
          since: prevention.stage1On ?? lastMonth(draws.health, today),
          dispensary: false,
        })

      const phones = identity.phones ?? phoneBook.draw(draws.contacts, age, identity.partner?.phones ?? null)
      const email = draws.contacts.chance(byAge(age, CONTACT.below, CONTACT.email))
        ? drawEmail(draws.contacts, { ...name, birthDate })
        : null
      const consents = drawConsents(draws.consents, {
        hasMobile: phones.list.some((phone) => phone.kind === 'mobile' && phone.valid),
        isChronic: conditions !== 0,
        support: support !== null ? 'always' : frame.lowMobility[index] === 1 ? 'never' : 'byShare',
      })
      const nine = String(900_000_000 + madeCount * 800 + draws.contacts.between(0, 799))
      madeCount += 1
      const person: InsuredPerson = {
        id,
        ...name,
        birthDate,
        sex,
        policy: dirtyPolicy(draws.contacts, dirty, number, { birthDate, sex }),
        snils: draws.contacts.chance(NO_SNILS) ? null : nine + snilsCheck(nine),
        phones: [...phones.list],
        email,
        address: home.address,
        clinicId,
        unit: home.unit,
        precinct: home.precinct,
        insurerCode: reference.places.organisation.insurerCode,
        status,
        marks,
        priorityGround,
        prevention,
        consents,
      }
      if (originals.has(index)) written.set(index, person)
      if (identity.single !== null) {
        singles.push({ ...identity.single, home, phones })
        if (singles.length > SINGLES) singles.shift()
      }
      return { person, facts, visitOn, support }
    },
  }
}

/** A namesake shares name and birth date only; a twin is the same person entered twice, the second time without ё. */
function identityOfCopy(
  draws: Streams,
  original: InsuredPerson,
  dirty: DirtyKind | undefined,
  reference: ReferenceData,
): Identity {
  const { surname, givenName, patronymic } = original
  const name: PersonName = { surname, givenName, patronymic }
  const alone = { partner: null, single: null }
  if (dirty !== 'yoTwin')
    return { ...alone, name, home: drawHome(draws.address, reference.places.streets), phones: null }
  const home: Home = { address: original.address, unit: original.unit, precinct: original.precinct }
  return { ...alone, name: withoutYo(name), home, phones: { list: original.phones } }
}

function takePartner(singles: Single[], sex: 'male' | 'female', birthYear: number): Single | null {
  const at = singles.findIndex((single) => single.sex !== sex && Math.abs(single.birthYear - birthYear) <= 6)
  return at === -1 ? null : (singles.splice(at, 1)[0] ?? null)
}

function marksOf(
  conditions: number,
  diagnoses: readonly HealthFactDraft[],
  support: Support | null,
  isLowMobility: boolean,
): PersonMark[] {
  const marks: PersonMark[] = []
  const isHighRisk =
    hasHeartDisease(conditions) || (hasCondition(conditions, 'hypertension') && hasCondition(conditions, 'diabetes'))
  if (isHighRisk) marks.push('highCardiovascularRisk')
  if (diagnoses.length >= 2) marks.push('comorbid')
  if (support?.priorityGround != null) marks.push('priorityRight')
  if (isLowMobility) marks.push('lowMobility')
  if (support?.programme === 'discharge') marks.push('dischargeSupport')
  if (diagnoses.some((fact) => fact.dispensary)) marks.push('dispensaryObservation')
  return marks
}

function statusOf(dirty: DirtyKind | undefined): InsuredPerson['status'] {
  return dirty === 'moved' || dirty === 'dead' || dirty === 'insurerChanged' ? dirty : 'attached'
}

function lastMonth(draws: Draws, today: LocalDate): LocalDate {
  return new Date(Date.parse(today) - draws.between(1, 300) * DAY_MS).toISOString().slice(0, 10)
}
