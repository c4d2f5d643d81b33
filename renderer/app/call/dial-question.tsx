import { Button } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { doubtText } from '#renderer/features/telephony/dial-field.tsx'
import type { DialDoubt } from '#renderer/features/telephony/manual-dial.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { formatPhone, toPhoneNumber } from '#shared/kernel/phone.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { askAboutNumber } from '../outbound/manual-dial.ts'

/** A number from a `tel:` link of another programme: the representative says whether it is dialled, and hears what the rules say to it. [TEL112] */
export function DialQuestion({ onCall }: { readonly onCall: ((number: string) => void) | null }) {
  const t = useText('desk')
  const { navigation } = useDesk()
  const telephony = useText('telephony')
  const { reads } = useDeskData()
  const number = useNavigation((state) => state.askedNumber)
  const [doubt, setDoubt] = useState<DialDoubt | null>(null)
  useEffect(() => {
    let isCurrent = true
    setDoubt(null)
    if (number !== null) void askAboutNumber(reads, number, Date.now()).then((found) => isCurrent && setDoubt(found))
    return () => {
      isCurrent = false
    }
  }, [reads, number])
  if (number === null) return null
  const close = (): void => navigation.askToDial(null)
  return (
    <div className="dial-question">
      <Notice
        tone={doubt === null ? 'accent' : 'attention'}
        icon={IconPhoneOutgoing}
        title={t('dial.ask', { number: formatPhone(toPhoneNumber(number) ?? number) })}
        role="alert"
        actions={
          <span className="marks">
            <Button
              size="compact-sm"
              disabled={onCall === null}
              onClick={() => {
                close()
                onCall?.(number)
              }}
            >
              {t('dial.ask.yes')}
            </Button>
            <Button variant="default" size="compact-sm" onClick={close}>
              {t('dial.ask.no')}
            </Button>
          </span>
        }
      >
        {doubt === null ? t('dial.ask.body') : doubtText(doubt, telephony)}
      </Notice>
    </div>
  )
}
