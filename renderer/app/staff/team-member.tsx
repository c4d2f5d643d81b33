import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { DeviceCard } from '#renderer/features/staff/device-card.tsx'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { Section } from '#renderer/ui/panel.tsx'
import type { MemberDetail, StaffDocument, TeamMember } from '#shared/features/staff/team.ts'
import { useDesk, useSyncStatus } from '../desk-context.tsx'
import { may } from '../desk-parts.ts'
import { Facts } from '../supervision/facts.tsx'
import { languageName, skillName } from './ability-words.ts'
import { MemberDocuments } from './member-documents.tsx'
import { beginDraft, repeatDocument } from './member-draft.ts'
import { MemberForm } from './member-form.tsx'
import { AdmissionChip } from './team.tsx'
import { useMember } from './use-member.ts'
import { useDeviceOrders, useTeam } from './use-team.ts'

/** One colleague: level, clinics, admission with its documents, and the desks this person works at. */
export function TeamMemberDetail({ userId }: { readonly userId: string }) {
  const t = useText('staff')
  useLanguage()
  const { workplace } = useDesk()
  const order = useDeviceOrders()
  const detail = useMember(userId)
  const listed = useTeam().data?.members.find((it) => it.userId === userId)
  // The list is read more often, for what waits on the devices.
  const member = listed ?? detail.data?.member
  if (member === undefined) return null
  const abilities = detail.data?.abilities
  return (
    <>
      <header className="sv-detail__head">
        <h2 className="sv-detail__title">{member.name}</h2>
        <p className="sv-soft">{t(`level.${member.role}`)}</p>
        <AdmissionChip member={member} />
      </header>
      <Section title={t('column.who')}>
        <Facts
          facts={[
            [t('login'), member.login],
            [t('extension'), member.extension],
            [t('clinics'), member.clinics.length === 0 ? clinicsOfNobody(member, t) : member.clinics.join(', ')],
            [
              t('skills'),
              abilities === undefined ? null : namesOf(member.skills.map((code) => skillName(abilities, code))),
            ],
            [t('languages'), namesOf(member.languages.map(languageName))],
            [t('admission.until'), member.isAdmitted ? untilWords(member, t) : null],
          ]}
        />
      </Section>
      <Section title={t('document.title')}>
        {detail.data !== undefined ? (
          <Changing detail={detail.data} />
        ) : detail.isError ? (
          <p className="sv-soft">{t('document.failed')}</p>
        ) : null}
      </Section>
      <Section title={t('column.devices')}>
        {member.devices.length === 0 ? <p className="sv-soft">{t('seen.never')}</p> : null}
        {member.devices.map((device) => (
          <DeviceCard
            key={device.id}
            device={device}
            isOwn={device.id === workplace.deviceId}
            onRevoke={() => order(device.id, 'revoke')}
            onAllow={() => order(device.id, 'allow')}
          />
        ))}
      </Section>
    </>
  )
}

type StaffText = ReturnType<typeof useText<'staff'>>

/** Null when there is nothing: then the row is not shown. */
function namesOf(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(', ')
}

function clinicsOfNobody({ role }: TeamMember, t: StaffText): string {
  return role === 'SV' || role === 'AD' ? t('clinics.all') : t('devices.none')
}

function untilWords({ admittedUntil }: TeamMember, t: StaffText): string {
  return admittedUntil === null ? t('admission.noEnd') : formatDate(admittedUntil)
}

/** The documents, and the form for who may change a colleague; a form that was begun before opens as it was left. */
function Changing({ detail }: { readonly detail: MemberDetail }) {
  const t = useText('staff')
  const desk = useDesk()
  const { drafts } = useDeskData()
  const isOnline = useSyncStatus((status) => status.api === 'reachable')
  const [step, setStep] = useState<'rest' | 'editing' | 'saved'>('rest')
  const key = `staff/member/${detail.member.userId}`
  const form = useKeptForm(key, () => beginDraft(detail))
  const openButton = useRef<HTMLButtonElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const isEditing = step === 'editing'

  useEffect(() => {
    let isCurrent = true
    void drafts.load(key).then((draft) => {
      if (isCurrent && draft !== null) setStep('editing')
    })
    return () => {
      isCurrent = false
    }
  }, [drafts, key])

  /** The keyboard goes on where the eye is: in the form, and after it on the button that opened it. */
  const wasEditing = useRef(false)
  useEffect(() => {
    if (isEditing) place.current?.querySelector<HTMLElement>('input, button')?.focus()
    else if (wasEditing.current) openButton.current?.focus()
    wasEditing.current = isEditing
  }, [isEditing])

  if (!may(desk, 'staff.keep')) return <MemberDocuments documents={detail.documents} onRepeat={null} />
  const repeat = (document: StaffDocument): void => {
    void form.drop().then(() => {
      form.change({ admission: repeatDocument(document) })
      setStep('editing')
    })
  }
  return (
    <>
      <MemberDocuments documents={detail.documents} onRepeat={isOnline && !isEditing ? repeat : null} />
      {isEditing ? (
        <div ref={place}>
          <MemberForm
            detail={detail}
            form={form}
            isOnline={isOnline}
            onSaved={() => setStep('saved')}
            onCancel={() => setStep('rest')}
          />
        </div>
      ) : isOnline ? (
        <span className="device__actions">
          <Button
            ref={openButton}
            size="xs"
            variant="default"
            leftSection={<IconPencil size={15} aria-hidden />}
            onClick={() => void form.drop().then(() => setStep('editing'))}
          >
            {t('edit.open')}
          </Button>
          {step === 'saved' ? <span role="status">{t('edit.saved')}</span> : null}
        </span>
      ) : (
        <p className="sv-soft" role="status">
          {t('edit.offline')}
        </p>
      )}
    </>
  )
}
