import { DeviceCard } from '#renderer/features/staff/device-card.tsx'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { Section } from '#renderer/ui/panel.tsx'
import { useDesk } from '../desk-context.tsx'
import { Facts } from '../supervision/facts.tsx'
import { AdmissionChip } from './team.tsx'
import { useDeviceOrders, useTeam } from './use-team.ts'

/** One colleague with the desks this person works at. */
export function TeamMemberDetail({ userId }: { readonly userId: string }) {
  const t = useText('staff')
  useLanguage()
  const { workplace } = useDesk()
  const order = useDeviceOrders()
  const member = useTeam().data?.members.find((it) => it.userId === userId)
  if (member === undefined) return null
  return (
    <>
      <header className="sv-detail__head">
        <h2 className="sv-detail__title">{member.name}</h2>
        <p className="sv-soft">{t(`level.${member.role}`)}</p>
        <AdmissionChip isAdmitted={member.isAdmitted} />
      </header>
      <Section title={t('column.who')}>
        <Facts
          facts={[
            [t('login'), member.login],
            [t('extension'), member.extension],
            [t('clinics'), member.clinics.length === 0 ? t('clinics.all') : member.clinics.join(', ')],
          ]}
        />
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
