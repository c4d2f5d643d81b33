import { Button, Select, TextInput } from '@mantine/core'
import { IconCalendarPlus, IconCircleCheck, IconClockQuestion, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { type Part, SlotPicker } from '#renderer/features/clinics/slot-picker.tsx'
import { ageSexBirth } from '#renderer/features/insured-persons/person-words.ts'
import { formatDate } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { timeHere, todayHere } from '#renderer/i18n/today.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { DateField } from '#renderer/ui/date-field.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { RefusalWord } from '#renderer/ui/saving-word.tsx'
import type { Booking } from '#shared/features/clinics/booking.ts'
import { type BookArgs, book, giveTime } from '#shared/features/clinics/commands.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { addDays } from '#shared/kernel/calendar.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { BookingId } from '#shared/kernel/ids.ts'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import { newId } from '../desk-parts.ts'
import { TaskFrame } from '../shell/task-frame.tsx'
import { PrintSheet } from './print-sheet.tsx'
import { useDraft } from './use-draft.ts'
import './clinic.css'

interface VisitDraft {
  readonly unit: number | null
  readonly part: Part
  readonly on: string | null
  readonly time: string | null
  readonly isAsking: boolean
  readonly from: string | null
  readonly note: string
}

const EMPTY: VisitDraft = { unit: null, part: 'any', on: null, time: null, isAsking: false, from: null, note: '' }

interface VisitTaskProps {
  readonly person: InsuredPerson
  /** A refused booking whose place somebody else has: this one takes its stead. */
  readonly mends: string | null
  /** A request of the clinic that gets a time. */
  readonly bookingId: BookingId | null
  readonly onClose: () => void
}

/** A place in the clinic's schedule for the person, or a request for one; also without the network (REQUIREMENTS P11). */
export function VisitTask({ person, mends, bookingId, onClose }: VisitTaskProps) {
  const t = useText('clinics')
  useLanguage()
  const { reads, writes } = useDeskData()
  const isOnline = useSyncStatus((status) => status.api === 'reachable')
  const draft = useDraft<VisitDraft>(`visit/${person.id}`, EMPTY)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [made, setMade] = useState<Pick<Booking, 'place' | 'unit'> | null>(null)
  const today = todayHere(Date.now())
  const clinic = useDeskRead(
    ['clinic'],
    async (it) => (await it.record('clinic', person.clinicId))?.data,
    person.clinicId,
  )
  const unit = draft.value?.unit ?? person.unit
  const days = useDeskRead(
    ['slotDay'],
    (it) => it.records('slotDay', (day) => day.clinicId === person.clinicId && day.unit === unit && day.on >= today),
    `${person.clinicId} ${unit} ${today}`,
  )
  if (draft.value === undefined || days === undefined) return null
  const value = draft.value
  const set = (more: Partial<VisitDraft>): void => draft.set({ ...value, ...more })
  const sorted = days.map(({ data }) => data).sort((a, b) => (a.on < b.on ? -1 : 1))
  const place = value.on === null || value.time === null ? null : { on: value.on, time: value.time }
  const from = value.from ?? addDays(today, 1)

  async function send(isAsking: boolean): Promise<void> {
    const args: BookArgs = {
      id: newId<BookingId>(),
      personId: person.id,
      clinicId: person.clinicId,
      unit,
      what: whatOf(person),
      place: isAsking ? null : place,
      wish: isAsking ? { from, part: value.part } : null,
      note: value.note,
      informingId: null,
    }
    const done =
      bookingId !== null && place !== null
        ? await writes.dispatch(giveTime, { id: bookingId, clinicId: person.clinicId, unit, place })
        : mends !== null
          ? await writes.mend(mends, { ...args, id: await idOfRefused(mends, args.id) })
          : await writes.dispatch(book, args)
    setRefusals(done.ok ? [] : done.error)
    if (!done.ok) return
    draft.drop()
    setMade({ place: args.place, unit })
  }

  /** A mended booking keeps its id: whatever was built on it still holds. */
  async function idOfRefused(commandId: string, otherwise: BookingId): Promise<BookingId> {
    const item = (await reads.needsYou()).find((it) => it.commandId === commandId)
    return (item?.args as Partial<BookArgs> | undefined)?.id ?? otherwise
  }

  return (
    <TaskFrame title={t(mends === null ? 'visit.title' : 'visit.mend')} onClose={onClose}>
      <Panel
        title={fullName(person)}
        className="panel--whole"
        aside={<span className="soft digits">{ageSexBirth(person, Date.now())}</span>}
        isPadded
      >
        {made === null ? (
          <form
            autoComplete="off"
            className="visit"
            aria-label={t('visit.title')}
            onSubmit={(event) => {
              event.preventDefault()
              void send(value.isAsking)
            }}
          >
            {mends === null ? null : <p className="soft">{t('visit.mend.body')}</p>}
            <Select
              label={t('visit.unit')}
              data={(clinic?.units ?? []).map((it) => ({
                value: String(it.number),
                label: `${it.name}, ${it.address}`,
              }))}
              value={String(unit)}
              onChange={(chosen) => chosen !== null && set({ unit: Number(chosen), on: null, time: null })}
              allowDeselect={false}
            />
            {value.isAsking ? (
              <Asking value={value} from={from} set={set} />
            ) : sorted.length === 0 ? (
              <p className="soft">{t('visit.noDays')}</p>
            ) : (
              <SlotPicker
                days={sorted}
                now={{ day: today, time: timeHere(Date.now()) }}
                part={value.part}
                onPart={(part) => set({ part, time: null })}
                on={value.on}
                time={value.time}
                onChoose={(on, time) => set({ on, time })}
              />
            )}
            <TextInput
              label={t('visit.note')}
              value={value.note}
              onChange={(event) => set({ note: event.currentTarget.value })}
            />
            {refusals.map((refusal) => (
              <p key={refusal.code} className="field__message" role="alert">
                {refusalText(refusal)}
              </p>
            ))}
            <div className="visit__end">
              {value.isAsking ? (
                <Button type="submit" leftSection={<IconClockQuestion size={16} />}>
                  {t('visit.ask.send')}
                </Button>
              ) : (
                <Button type="submit" leftSection={<IconCalendarPlus size={16} />} disabled={place === null}>
                  {place === null
                    ? t('visit.choose')
                    : t('visit.book', { date: formatDate(place.on), time: place.time })}
                </Button>
              )}
              {bookingId === null ? (
                <Button variant="default" onClick={() => set({ isAsking: !value.isAsking })}>
                  {t(value.isAsking ? 'visit.ask.back' : 'visit.ask')}
                </Button>
              ) : null}
            </div>
          </form>
        ) : (
          <Made person={person} made={made} isOnline={isOnline} />
        )}
      </Panel>
    </TaskFrame>
  )
}

/** What the person is booked for: what is due, or an examination when nothing is. */
function whatOf({ prevention }: InsuredPerson): Booking['what'] {
  if (prevention.state === 'sentToStage2') return 'stage2'
  return prevention.due === 'none' ? 'examination' : prevention.due
}

interface AskingProps {
  readonly value: VisitDraft
  readonly from: string
  readonly set: (more: Partial<VisitDraft>) => void
}

function Asking({ value, from, set }: AskingProps) {
  const t = useText('clinics')
  return (
    <div className="visit__asking">
      <DateField label={t('visit.ask.from')} value={from} onDate={(date) => set({ from: date })} />
      <Select
        label={t('visit.part')}
        data={(['any', 'morning', 'afternoon', 'evening', 'weekend'] as const).map((part) => ({
          value: part,
          label: t(`visit.part.${part}`),
        }))}
        value={value.part}
        onChange={(part) => part !== null && set({ part: part as Part })}
        allowDeselect={false}
      />
    </div>
  )
}

interface MadeProps {
  readonly person: InsuredPerson
  readonly made: Pick<Booking, 'place' | 'unit'>
  readonly isOnline: boolean
}

function Made({ person, made, isOnline }: MadeProps) {
  const t = useText('clinics')
  const { navigation } = useDesk()
  const [isPrinting, setIsPrinting] = useState(false)
  const [notPrinted, setNotPrinted] = useState<Refusal | null>(null)
  return (
    <Notice
      tone="accent"
      icon={IconCircleCheck}
      title={
        made.place === null
          ? t('visit.asked')
          : t('visit.done', { date: formatDate(made.place.on), time: made.place.time })
      }
      role="status"
      actions={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPrinter size={14} />}
          onClick={() => setIsPrinting(true)}
        >
          {t('sheet.print')}
        </Button>
      }
    >
      {isOnline ? null : <p className="visit__offline">{t('visit.offline')}</p>}
      <button type="button" className="link" onClick={() => navigation.go({ kind: 'clinics' })}>
        {t('title')}
      </button>
      {isPrinting ? (
        <PrintSheet
          person={person}
          unit={made.unit}
          visit={made.place}
          onPrinted={(refusal) => {
            setIsPrinting(false)
            setNotPrinted(refusal)
          }}
        />
      ) : notPrinted === null ? null : (
        <RefusalWord refusal={notPrinted} />
      )}
    </Notice>
  )
}
