import { Button } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { formatPhone, toPhoneNumber } from '#shared/kernel/phone.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'

/** A number from a `tel:` link of another programme: the representative says whether it is dialled. */
export function DialQuestion({ onCall }: { readonly onCall: ((number: string) => void) | null }) {
  const t = useText('desk')
  const { navigation } = useDesk()
  const number = useNavigation((state) => state.askedNumber)
  if (number === null) return null
  const close = (): void => navigation.askToDial(null)
  return (
    <div className="dial-question">
      <Notice
        tone="accent"
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
        {t('dial.ask.body')}
      </Notice>
    </div>
  )
}
