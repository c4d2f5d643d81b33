import { Button } from '@mantine/core'
import { useState } from 'react'
import { LISTENING_ICONS } from '#renderer/features/telephony/listening-words.ts'
import {
  SoftphoneProvider,
  useCannotDial,
  useSoftphone,
  useSoftphoneState,
} from '#renderer/features/telephony/softphone-context.tsx'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { Section } from '#renderer/ui/panel.tsx'
import type { FloorPerson } from '#shared/features/supervision/floor.ts'
import { LISTENING_MODES, type ListeningMode } from '#shared/features/telephony/listening.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'

/** Ways into the conversation that somebody on the floor has now (REQUIREMENTS S3); nothing where there is none, or no telephone to hear it with. */
export function ListenSection({ person }: { readonly person: FloorPerson }) {
  const { soft, workplace } = useDesk()
  const call = person.calls.find(({ id, phase }) => id !== undefined && (phase === 'talking' || phase === 'held'))
  if (soft === null || call?.id === undefined || person.userId === workplace.user.id) return null
  return (
    <SoftphoneProvider soft={soft}>
      <Ways key={call.id} person={person} callId={call.id} />
    </SoftphoneProvider>
  )
}

function Ways({ person, callId }: { readonly person: FloorPerson; readonly callId: CallId }) {
  const t = useText('floor')
  const telephony = useText('telephony')
  const { listening } = useSoftphone()
  const cannotDial = useCannotDial()
  const isHere = useSoftphoneState(({ calls }) => calls.some(({ remote }) => remote.listening?.callId === callId))
  const [isAsking, setIsAsking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  async function start(mode: ListeningMode): Promise<void> {
    setIsAsking(true)
    const { userId, name } = person
    const started = await listening.start({ userId, name, callId }, mode)
    setRefusal(started.ok ? null : started.error)
    setIsAsking(false)
  }
  return (
    <Section title={t('listen.title')}>
      {isHere ? (
        <p className="sv-text">{t('listen.here')}</p>
      ) : (
        <>
          <span className="sv-detail__actions">
            {LISTENING_MODES.map((mode) => {
              const Glyph = LISTENING_ICONS[mode]
              return (
                <Button
                  key={mode}
                  size="xs"
                  variant={mode === 'listen' ? 'light' : 'default'}
                  leftSection={<Glyph size={15} aria-hidden />}
                  disabled={isAsking || cannotDial !== undefined}
                  title={telephony(`listening.help.${mode}`)}
                  onClick={() => void start(mode)}
                >
                  {telephony(`listening.mode.${mode}`)}
                </Button>
              )
            })}
          </span>
          <p className="sv-soft">
            {cannotDial === undefined
              ? t('listen.shown')
              : t(cannotDial === 'notRegistered' ? 'listen.noPhone' : 'listen.linesTaken')}
          </p>
          {refusal === null ? null : (
            <p className="sv-text" role="alert">
              {refusalText(refusal)}
            </p>
          )}
        </>
      )}
    </Section>
  )
}
