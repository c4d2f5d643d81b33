import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from '@mantine/core'
import {
  IconArrowsExchange,
  IconPhone,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconX,
} from '@tabler/icons-react'
import { useCallback, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useSoftphoneState } from '#renderer/features/telephony/softphone-context.tsx'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { RingTimer } from '#renderer/ui/ring-timer.tsx'
import { useNow } from '#renderer/ui/use-now.ts'
import { dialsIn } from '#shared/features/telephony/outbound/next-to-dial.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { formatPhone } from '#shared/kernel/phone.ts'
import { useSheets } from '../call/call-flow-context.ts'
import { callingRulesAt } from '../call-backs/calling-rules.ts'
import { useDesk } from '../desk-context.tsx'
import { DIAL_KEYS, useDialKeys } from './dial-keys.ts'
import { decisionFor, nextOf, readHeld } from './dial-list.ts'
import { SKIP_REASONS } from './dial-run.ts'
import './outbound.css'

interface DialRunBarProps {
  readonly personId: PersonId
  readonly onCall: ((number: string) => void) | null
}

/** What is to be done with the person on the screen while a list is worked through; nothing while none is (REQUIREMENTS C10). */
export function DialRunBar({ personId, onCall }: DialRunBarProps) {
  const { dialRun, soft } = useDesk()
  const isOn = useStore(dialRun.state, (run) => run.isOn)
  return isOn && soft !== null ? <Running personId={personId} onCall={onCall} /> : null
}

function Running({ personId, onCall }: DialRunBarProps) {
  const t = useText('desk')
  const { dialRun, navigation, workplace } = useDesk()
  const run = useStore(dialRun.state)
  const now = useNow(500)
  const held = useDeskRead(
    ['informing', 'workClaim', 'call', 'insuredPerson', 'booking'],
    (reads) => readHeld(reads, workplace.user.id, Date.now()),
    `${workplace.user.id} ${Math.floor(now / 60_000)}`,
  )
  const phone = useSoftphoneState(({ calls, link }) => `${calls.length} ${link.state}`)
  const sheets = useSheets()
  useEffect(() => dialRun.show(personId), [dialRun, personId])

  const mine = held?.find(({ person }) => person.id === personId)
  const decision = mine === undefined ? null : decisionFor(mine, now)
  const numbers = decision?.kind === 'dial' ? decision.numbers : []
  const [first, second] = numbers
  const next = held === undefined ? null : nextOf(held, { ...run, shown: { personId, atMs: 0 } }, now)
  const nextId = next?.kind === 'dial' ? next.person.person.id : null

  const go = useCallback(() => {
    if (nextId === null) return
    navigation.openPerson(nextId, 'workList')
    navigation.go({ kind: 'informing', personId: nextId })
  }, [navigation, nextId])
  const dial = useCallback(
    (number: string | undefined) => {
      if (number === undefined || onCall === null) return
      dialRun.dialled()
      onCall(number)
    },
    [dialRun, onCall],
  )
  const skip = useCallback(
    (why: (typeof SKIP_REASONS)[number]) => {
      dialRun.skip(personId, why)
      go()
    },
    [dialRun, personId, go],
  )
  const callFirst = useCallback(() => dial(first), [dial, first])
  const callOther = useCallback(() => dial(second), [dial, second])
  const leave = useCallback(() => skip('later'), [skip])
  useDialKeys({ call: callFirst, other: callOther, skip: leave, stop: dialRun.toggleStop })

  const seconds = callingRulesAt(now).progressiveSeconds
  const isShown = run.shown?.personId === personId
  const desk = {
    mode: run.mode,
    isStopped: run.isStopped || onCall === null,
    callsOnLines: Number(phone.split(' ')[0]),
    isRegistered: phone.endsWith(' registered'),
    isBusyAfterCall: sheets.length > 0 || mine?.needsAnswer === true,
    shownAtMs: run.shown?.atMs ?? now,
  }
  const left = held === undefined || !isShown ? null : dialsIn(desk, seconds, now)
  useByItself(left === 0, mine === undefined || first === undefined ? go : callFirst)

  const rest = held?.filter(({ needsAnswer }) => !needsAnswer).length ?? 0
  return (
    <section className="dial-run" aria-label={t('dialRun.title')}>
      <div className="dial-run__head">
        <strong>{t('dialRun.title')}</strong>
        <span className="soft digits">{t('dialRun.counts', { rest, dialled: run.dialled })}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('dialRun.mode')}
          value={run.mode}
          onChange={(mode) => dialRun.chooseMode(mode as typeof run.mode)}
          data={[
            { value: 'preview', label: t('dialRun.preview') },
            { value: 'progressive', label: t('dialRun.progressive') },
          ]}
        />
        <Tooltip label={t('dialRun.end')}>
          <ActionIcon aria-label={t('dialRun.end')} onClick={() => dialRun.end()}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className="dial-run__body">
        {left === null ? null : (
          <RingTimer totalSeconds={seconds} leftSeconds={left} size={36} label={t('dialRun.in', { seconds: left })}>
            {left}
          </RingTimer>
        )}
        <p className="dial-run__word" role="status">
          {mine?.needsAnswer
            ? t('dialRun.needsAnswer')
            : decision === null
              ? t(nextId === null ? 'dialRun.nobody' : 'dialRun.done')
              : decision.kind === 'dial'
                ? formatPhone(decision.numbers[0] ?? '')
                : decision.kind === 'wait'
                  ? t(`dialRun.wait.${decision.why}`, { until: formatMoment(decision.until, now) })
                  : t(`dialRun.never.${decision.why}`)}
        </p>
        {first === undefined || mine?.needsAnswer ? null : (
          <Button
            size="compact-md"
            disabled={onCall === null}
            leftSection={<IconPhone size={16} aria-hidden />}
            rightSection={<KeyHint keys={DIAL_KEYS.call.shown} />}
            aria-keyshortcuts={DIAL_KEYS.call.shown}
            onClick={callFirst}
          >
            {t('dialRun.call')}
          </Button>
        )}
        {second === undefined || mine?.needsAnswer ? null : (
          <Button
            size="compact-md"
            variant="default"
            disabled={onCall === null}
            leftSection={<IconArrowsExchange size={16} aria-hidden />}
            rightSection={<KeyHint keys={DIAL_KEYS.other.shown} />}
            aria-keyshortcuts={DIAL_KEYS.other.shown}
            aria-label={t('dialRun.otherTo', { number: formatPhone(second) })}
            onClick={callOther}
          >
            {t('dialRun.other')}
          </Button>
        )}
        {run.mode === 'preview' ? null : (
          <Tooltip label={`${t(run.isStopped ? 'dialRun.goOn' : 'dialRun.stop')} (${DIAL_KEYS.stop.shown})`}>
            <ActionIcon
              variant="default"
              aria-label={t(run.isStopped ? 'dialRun.goOn' : 'dialRun.stop')}
              aria-keyshortcuts={DIAL_KEYS.stop.shown}
              onClick={() => dialRun.toggleStop()}
            >
              {run.isStopped ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
        <Menu withinPortal>
          <Menu.Target>
            <Button
              size="compact-md"
              variant="default"
              disabled={nextId === null}
              leftSection={<IconPlayerSkipForward size={16} aria-hidden />}
              rightSection={<KeyHint keys={DIAL_KEYS.skip.shown} />}
              aria-keyshortcuts={DIAL_KEYS.skip.shown}
            >
              {t('dialRun.skip')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {SKIP_REASONS.map((why) => (
              <Menu.Item key={why} onClick={() => skip(why)}>
                {t(`dialRun.skip.${why}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {next?.kind === 'wait' && nextId === null && first === undefined ? (
        <p className="soft digits">{t('dialRun.laterFrom', { until: formatMoment(next.until, now) })}</p>
      ) : null}
    </section>
  )
}

/** Does once what the countdown came to; the next time only after the countdown ran anew. */
function useByItself(isTime: boolean, work: () => void): void {
  const latest = useRef(work)
  latest.current = work
  useEffect(() => {
    if (isTime) latest.current()
  }, [isTime])
}
