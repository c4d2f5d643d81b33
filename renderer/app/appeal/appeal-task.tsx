import { Button } from '@mantine/core'
import { IconFileOff, IconUser } from '@tabler/icons-react'
import { useMemo } from 'react'
import { AppealCard } from '#renderer/features/appeals/appeal-card.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { makeThemeIndex } from '#shared/features/appeals/find-theme.ts'
import { fullName } from '#shared/features/insured-persons/person.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { useClassifier } from '../call/appeal-part.tsx'
import { useDesk } from '../desk-context.tsx'
import { TaskFrame } from '../shell/task-frame.tsx'

/** One appeal in full in the centre; its person stands on the right. */
export function AppealTask({ appealId, onClose }: { readonly appealId: AppealId; readonly onClose: () => void }) {
  const t = useText('desk')
  const { navigation } = useDesk()
  const kept = useDeskRead(['appeal', 'outbox'], (reads) => reads.record('appeal', appealId), appealId)
  const classifier = useClassifier()
  const themes = useMemo(() => (classifier ? makeThemeIndex(classifier) : null), [classifier])
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), 'all')
  const appeal = kept?.data
  const personIds = [appeal?.applicant.personId ?? null, appeal?.concernsId ?? null].filter((id) => id !== null)
  const names = useDeskRead(
    ['insuredPerson'],
    async (reads) => {
      const persons = await Promise.all(personIds.map((id) => reads.person(id)))
      return new Map(persons.filter((it) => it !== null).map((it) => [it.id as string, fullName(it)]))
    },
    personIds.join(),
  )
  const personId = appeal?.concernsId ?? appeal?.applicant.personId ?? null
  return (
    <TaskFrame
      title={
        appeal === undefined
          ? t('appeal.title')
          : t('past.appeal', { kind: t(`kind.${appeal.kind}`), number: appeal.number })
      }
      onClose={onClose}
      isFilled
      aside={
        personId === null ? null : (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconUser size={14} />}
            onClick={() => navigation.openPerson(personId, 'appeal')}
          >
            {t('appeal.showPerson')}
          </Button>
        )
      }
    >
      {kept === null ? <EmptyState icon={IconFileOff} title={t('appeal.gone')} /> : null}
      {kept && appeal ? (
        <div className="scrolls appeal-task">
          <AppealCard
            appeal={appeal}
            delivery={kept.delivery}
            themes={themes}
            nameOfPerson={(id) => names?.get(id) ?? null}
            nameOfClinic={(id) => clinics?.find((it) => it.id === id)?.data.name ?? null}
          />
        </div>
      ) : null}
    </TaskFrame>
  )
}
