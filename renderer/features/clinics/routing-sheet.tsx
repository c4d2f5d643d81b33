import { useEffect, useEffectEvent } from 'react'
import { createPortal } from 'react-dom'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useHost } from '#renderer/platform/host-context.ts'
import { printPage } from '#renderer/platform/save-file.ts'
import type { Clinic, ClinicUnit } from '#shared/features/clinics/clinic.ts'
import { routingSheet } from '#shared/features/clinics/routing-sheet.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import './routing-sheet.css'

export interface SheetPerson {
  readonly name: string
  readonly birthDate: string
  readonly sex: 'male' | 'female'
}

interface RoutingSheetProps {
  readonly clinic: Pick<Clinic, 'name'>
  readonly unit: ClinicUnit
  readonly person: SheetPerson
  readonly year: number
  readonly visit: { readonly on: string; readonly time: string } | null
  /** The print dialogue was closed, whatever was chosen in it; or why nothing could be printed. */
  readonly onPrinted: (refusal: Refusal | null) => void
}

/**
 * The routing sheet on paper (REQUIREMENTS P10): a document of its own under the page, seen by the printer only. It is drawn, printed and
 * taken away again; nothing of it is written to the disk.
 */
export function RoutingSheet({ clinic, unit, person, year, visit, onPrinted }: RoutingSheetProps) {
  const t = useText('clinics')
  const host = useHost()
  const print = useEffectEvent(async () => onPrinted(await printPage(host, 'A4')))
  useEffect(() => void print(), [])
  const stops = routingSheet(unit, person, year)
  return createPortal(
    <article className="routing-sheet" aria-hidden>
      <header>
        <p>{clinic.name}</p>
        <h1>{t('sheet.title')}</h1>
      </header>
      <dl>
        <dt>{t('sheet.person')}</dt>
        <dd>{person.name}</dd>
        <dt>{t('sheet.born')}</dt>
        <dd>{formatDate(person.birthDate)}</dd>
        <dt>{t('sheet.where')}</dt>
        <dd>
          {unit.name}, {unit.address}, {formatPhone(unit.phone)}
        </dd>
        <dt>{t('sheet.visit')}</dt>
        <dd>{visit === null ? t('sheet.visit.none') : `${formatDate(visit.on)}, ${visit.time}`}</dd>
      </dl>
      {stops.length === 0 ? (
        <p>{t('sheet.none')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('sheet.room')}</th>
              <th>{t('sheet.examination')}</th>
              <th>{t('sheet.done')}</th>
            </tr>
          </thead>
          <tbody>
            {stops.map((stop) => (
              <tr key={stop.room}>
                <td>{stop.room}</td>
                <td>
                  {stop.examination}
                  <small>{stop.purpose}</small>
                </td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>{t('sheet.prepare')}</p>
    </article>,
    document.body,
  )
}
