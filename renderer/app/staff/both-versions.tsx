import { Button } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { MemberDetail } from '#shared/features/staff/team.ts'
import { languageName, skillName } from './ability-words.ts'
import { documentWords } from './document-words.ts'
import { type AccountField, type MemberDraft, meanwhileOf } from './member-draft.ts'

interface BothVersionsProps {
  readonly draft: MemberDraft
  readonly theirs: MemberDetail
  readonly isBusy: boolean
  /** Saves the form upon what the server has now. */
  readonly onKeepMine: (theirs: MemberDetail) => void
  readonly onTakeTheirs: () => void
}

/** Both versions side by side after somebody was quicker, and the choice (rule MERGE1). */
export function BothVersions({ draft, theirs, isBusy, onKeepMine, onTakeTheirs }: BothVersionsProps) {
  const t = useText('staff')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), '') ?? []
  const { fields, documents } = meanwhileOf(draft, theirs)
  const nameOf = (id: string): string => clinics.find(({ data }) => data.id === id)?.data.shortName ?? id
  const listed = (names: readonly string[]): string => [...names].sort().join(', ') || '—'
  const says: { readonly [Field in AccountField]: (version: Pick<MemberDraft, AccountField>) => string } = {
    role: ({ role }) => t(`level.${role}`),
    isActive: ({ isActive }) => t(isActive ? 'edit.on' : 'edit.off'),
    clinicIds: ({ clinicIds }) => listed(clinicIds.map(nameOf)),
    skills: ({ skills }) => listed((skills ?? []).map((code) => skillName(theirs.abilities, code))),
    languages: ({ languages }) => listed((languages ?? []).map(languageName)),
  }
  const label = {
    role: t('edit.role'),
    clinicIds: t('edit.clinics'),
    isActive: t('edit.active'),
    skills: t('edit.skills'),
    languages: t('edit.languages'),
  }
  return (
    <Notice icon={IconArrowsDiff} tone="attention" title={t('both.title')} role="alert">
      <p className="sv-text">{t(fields.length === 0 ? 'both.nothing' : 'both.body')}</p>
      {fields.length === 0 ? null : (
        <table className="member-both">
          <thead>
            <tr>
              <th scope="col">{t('both.field')}</th>
              <th scope="col">{t('both.mine')}</th>
              <th scope="col">{t('both.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <th scope="row">{label[field]}</th>
                <td>{says[field](draft)}</td>
                <td>{says[field](theirs.member)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {documents.length === 0 ? null : (
        <p className="sv-text">
          {t('both.documents')}: {documents.map((document) => documentWords(document)).join('; ')}
        </p>
      )}
      <span className="device__actions">
        <Button size="xs" loading={isBusy} onClick={() => onKeepMine(theirs)}>
          {t('both.keepMine')}
        </Button>
        <Button size="xs" variant="default" onClick={onTakeTheirs}>
          {t('both.takeTheirs')}
        </Button>
      </span>
    </Notice>
  )
}
