import { Button, Checkbox, MultiSelect, Select, Switch } from '@mantine/core'
import { IconAlertCircle, IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { KeptForm } from '#renderer/sync/use-kept-form.ts'
import { DateField } from '#renderer/ui/date-field.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { LimitedInput } from '#renderer/ui/limited-input.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { DOCUMENT_NUMBER_MAX, type StaffDocumentKind } from '#shared/features/staff/admission.ts'
import type { MemberDetail } from '#shared/features/staff/team.ts'
import { type Role, role } from '#shared/kernel/actor.ts'
import type { ClinicId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { languageName, skillName } from './ability-words.ts'
import { BothVersions } from './both-versions.tsx'
import {
  changeOf,
  type DocumentDraft,
  documentField,
  emptyDocument,
  endsSessions,
  isChanged,
  type MemberDraft,
  problemsOf,
  rebaseDraft,
} from './member-draft.ts'
import { type ChangeEnd, useMemberChange } from './use-member.ts'
import { useTeam } from './use-team.ts'

interface MemberFormProps {
  readonly detail: MemberDetail
  readonly form: KeptForm<MemberDraft>
  /** Whether the server can be reached: without it nothing can be saved, what is typed stays. */
  readonly isOnline: boolean
  readonly onSaved: () => void
  readonly onCancel: () => void
}

/** Level, clinics and activity of a colleague and new documents; opens in its place (REQUIREMENTS S9). */
export function MemberForm({ detail, form, isOnline, onSaved, onCancel }: MemberFormProps) {
  const t = useText('staff')
  const { user } = useDesk().workplace
  const { member } = detail
  const send = useMemberChange(member.userId)
  const members = useTeam().data?.members ?? []
  const [isTried, setIsTried] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [end, setEnd] = useState<ChangeEnd | null>(null)
  const { value } = form
  if (value === null) return null

  const administrators = members.filter((it) => it.role === 'AD' && it.isActive && it.userId !== member.userId)
  const ground = {
    actor: { userId: user.id, role: user.role },
    userId: member.userId,
    otherAdministrators: administrators.length,
  }
  const refused = end?.kind === 'refused' ? end.refusals : []
  const problems = [...(isTried ? problemsOf(value, ground) : []), ...refused]
  const problemOf = (field: string): string | null => {
    const problem = problems.find((it) => it.field === field)
    return problem === undefined ? null : refusalText(problem)
  }
  const others = refused.filter(({ field }) => field === undefined || !SHOWN.test(field))
  const change = (part: Partial<MemberDraft>): void => {
    setEnd(null)
    form.change(part)
  }

  async function save(draft: MemberDraft): Promise<void> {
    setIsTried(true)
    if (problemsOf(draft, ground).length > 0) return
    setIsBusy(true)
    const ended = await send(changeOf(draft))
    setIsBusy(false)
    setEnd(ended)
    if (ended.kind !== 'saved') return
    await form.drop()
    onSaved()
  }

  return (
    <form
      autoComplete="off"
      className="step-form member-form"
      aria-label={t('edit.title', { name: member.name })}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isOnline && isChanged(value)) void save(value)
      }}
    >
      <RoleField {...{ detail, value, problemOf }} actor={ground.actor} onChange={change} />
      <ClinicsField {...{ value, problemOf }} onChange={change} />
      <AbilityFields {...{ detail, value, problemOf }} onChange={change} />
      {member.userId === user.id ? null : (
        <Switch
          label={t('edit.active')}
          checked={value.isActive}
          error={problemOf('isActive')}
          onChange={(event) => change({ isActive: event.currentTarget.checked })}
        />
      )}
      {(['admission', 'training'] as const).map((kind) => (
        <DocumentFields
          key={kind}
          {...{ kind, value, problemOf }}
          onChange={(document) => change({ [kind]: document })}
        />
      ))}
      <span className="member-form__add">
        {(['admission', 'training'] as const).map((kind) =>
          value[kind] !== null ? null : (
            <Button
              key={kind}
              size="xs"
              variant="light"
              onClick={() => change({ [kind]: emptyDocument(kind, member, todayHere(Date.now())) })}
            >
              {t(kind === 'admission' ? 'edit.addAdmission' : 'edit.addTraining')}
            </Button>
          ),
        )}
      </span>
      {endsSessions(value) ? (
        <Notice icon={IconLogout} tone="attention" title={t('edit.ends.title')} role="status">
          {t('edit.ends.body')}
        </Notice>
      ) : null}
      {others.map((refusal) => (
        <Notice key={refusal.code} icon={IconAlertCircle} tone="attention" title={refusalText(refusal)} role="alert" />
      ))}
      {end?.kind === 'unreachable' || (end?.kind === 'conflict' && end.theirs === null) ? (
        <Notice icon={IconAlertCircle} tone="attention" title={t('failed')} role="alert" />
      ) : null}
      {end?.kind === 'conflict' && end.theirs !== null ? (
        <BothVersions
          draft={value}
          theirs={end.theirs}
          isBusy={isBusy}
          onKeepMine={(theirs) => {
            const rebased = rebaseDraft(value, theirs)
            form.change(rebased)
            void save(rebased)
          }}
          onTakeTheirs={() => void form.drop().then(onCancel)}
        />
      ) : (
        <div className="step-form__end">
          {!isOnline ? (
            <p className="sv-soft" role="status">
              {t('edit.offline')}
            </p>
          ) : isChanged(value) ? (
            <Button type="submit" size="xs" loading={isBusy}>
              {t('edit.save')}
            </Button>
          ) : (
            <p className="sv-soft">{t('edit.nothing')}</p>
          )}
          <Button size="xs" variant="default" onClick={() => void form.drop().then(onCancel)}>
            {t('edit.cancel')}
          </Button>
          <KeptWord keeping={form.keeping} />
        </div>
      )}
    </form>
  )
}

/** Fields of the request that stand on the form. */
const SHOWN = /^(role|clinicIds|isActive|skills|languages)$|^documents\.\d+\.(documentNumber|from|until)$/

interface PartProps {
  readonly value: MemberDraft
  readonly problemOf: (field: string) => string | null
  readonly onChange: (part: Partial<MemberDraft>) => void
}

/** The level; whose level this supervisor may not change is told so in its place. */
function RoleField(
  props: PartProps & {
    readonly detail: MemberDetail
    readonly actor: { readonly userId: string; readonly role: Role }
  },
) {
  const t = useText('staff')
  const { actor, value, onChange } = props
  const { member } = props.detail
  const isByAdministrator = actor.role === 'AD'
  const isOwn = actor.userId === member.userId
  if (isOwn || (member.role === 'AD' && !isByAdministrator))
    return (
      <p className="sv-soft">
        {t('edit.role')}: {t(`level.${member.role}`)}. {t(isOwn ? 'edit.role.own' : 'edit.role.admin')}
      </p>
    )
  return (
    <Select
      data-autofocus
      size="xs"
      label={t('edit.role')}
      value={value.role}
      allowDeselect={false}
      data={role.options
        .filter((it) => it !== 'AD' || isByAdministrator)
        .map((it) => ({ value: it, label: t(`level.${it}`) }))}
      error={props.problemOf('role')}
      onChange={(chosen) => chosen !== null && onChange({ role: role.parse(chosen) })}
    />
  )
}

function ClinicsField({ value, problemOf, onChange }: PartProps) {
  const t = useText('staff')
  const clinics = useDeskRead(['clinic'], (reads) => reads.records('clinic'), '')
  const isForAll = value.role === 'SV' || value.role === 'AD'
  return (
    <MultiSelect
      size="xs"
      label={t('edit.clinics')}
      searchable
      clearable
      {...(isForAll ? { description: t('edit.clinics.all') } : {})}
      value={[...value.clinicIds]}
      data={(clinics ?? []).map(({ data }) => ({ value: data.id, label: data.shortName }))}
      error={problemOf('clinicIds')}
      onChange={(chosen) => onChange({ clinicIds: chosen as ClinicId[] })}
    />
  )
}

/** By what the queue tells colleagues of one level apart (rules DIST4, DIST5). */
function AbilityFields({ detail, value, problemOf, onChange }: PartProps & { readonly detail: MemberDetail }) {
  const t = useText('staff')
  const { member, abilities } = detail
  const skills = new Set([...abilities.skills.map(({ code }) => code), ...member.skills])
  const languages = new Set([...abilities.languages, ...member.languages])
  return (
    <>
      {skills.size === 0 ? null : (
        <MultiSelect
          size="xs"
          label={t('edit.skills')}
          description={t('edit.skills.hint')}
          clearable
          value={[...(value.skills ?? member.skills)]}
          data={[...skills].map((code) => ({ value: code, label: skillName(abilities, code) }))}
          error={problemOf('skills')}
          onChange={(chosen) => onChange({ skills: chosen })}
        />
      )}
      <MultiSelect
        size="xs"
        label={t('edit.languages')}
        searchable
        value={[...(value.languages ?? member.languages)]}
        data={[...languages].map((code) => ({ value: code, label: languageName(code) }))}
        error={problemOf('languages')}
        onChange={(chosen) => onChange({ languages: chosen })}
      />
    </>
  )
}

interface DocumentFieldsProps extends Omit<PartProps, 'onChange'> {
  readonly kind: StaffDocumentKind
  /** Null takes the document off the form. */
  readonly onChange: (document: DocumentDraft | null) => void
}

function DocumentFields({ kind, value, problemOf, onChange }: DocumentFieldsProps) {
  const t = useText('staff')
  const document = value[kind]
  if (document === null) return null
  const wrong = (part: keyof DocumentDraft): string | null => problemOf(documentField(value, kind, part))
  return (
    <fieldset>
      <legend className="field__label">{t(`document.${kind}`)}</legend>
      {kind === 'admission' ? <p className="step-form__hint">{t('edit.admission.hint')}</p> : null}
      <LimitedInput
        size="xs"
        label={t('edit.number')}
        max={DOCUMENT_NUMBER_MAX}
        required
        value={document.documentNumber}
        onText={(documentNumber) => onChange({ ...document, documentNumber })}
        error={wrong('documentNumber')}
      />
      <div className="member-form__days">
        <DateField
          size="xs"
          label={t('edit.from')}
          required
          value={document.from}
          onDate={(from) => onChange({ ...document, from })}
          error={wrong('from')}
        />
        {document.until === null ? null : (
          <DateField
            size="xs"
            label={t('edit.until')}
            required
            value={document.until}
            onDate={(until) => onChange({ ...document, until })}
            error={wrong('until')}
          />
        )}
      </div>
      <Checkbox
        size="xs"
        label={t('edit.noEnd')}
        checked={document.until === null}
        onChange={(event) => onChange({ ...document, until: event.currentTarget.checked ? null : '' })}
      />
      <span>
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(null)}>
          {t('edit.drop')}
        </Button>
      </span>
    </fieldset>
  )
}
