import { Checkbox, Select, TagsInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { LimitedInput, LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { changeStep, STEP_KINDS, type StepPart } from '#shared/features/call-scripts/edit.ts'
import { faultRefusal, type ScriptFault } from '#shared/features/call-scripts/lint-fault.ts'
import { SAY_MAX } from '#shared/features/call-scripts/lint-steps.ts'
import type { ScriptNode } from '#shared/features/call-scripts/script.ts'
import { ConditionFields } from './condition-fields.tsx'
import { MeaningFields } from './meaning-fields.tsx'
import { OptionFields } from './option-fields.tsx'
import type { StepFieldsProps } from './step-fields.ts'
import { StepTarget } from './step-target.tsx'

/** Longest short name of a step, as the trail of the player has room for. */
const STEP_TITLE_MAX = 30
/** What can be typed of a line; the lint asks for less, and says so. */
const LINE_MAX = 1_000
const CODE_MAX = 60
const TOPIC_MAX = 60

interface StepPanelProps extends StepFieldsProps {
  readonly faults: readonly ScriptFault[]
  readonly firstField: RefObject<HTMLInputElement | null>
}

/** Everything about one step: what is wrong first, then its words, its answers and its ways on. */
export function StepPanel(props: StepPanelProps) {
  const { content, node, canWrite, onEdit, faults, firstField } = props
  const t = useText('scriptEditor')
  const change = (part: StepPart, tag: string | null = null): void =>
    onEdit(changeStep(content, node.id, part), tag === null ? null : `${node.id} ${tag}`)
  const written = (text: string): string | undefined => (text === '' ? undefined : text)
  const hasWords = node.kind !== 'check' && node.kind !== 'script'
  const hasOptions = node.kind === 'choice' || node.kind === 'several'
  return (
    <form
      className="step-fields"
      autoComplete="off"
      aria-label={t('fields.of', { step: node.title ?? node.id })}
      onSubmit={(event) => event.preventDefault()}
    >
      {faults.map((fault) => (
        <Notice
          key={`${fault.code} ${fault.detail}`}
          icon={IconAlertTriangle}
          tone="urgent"
          title={refusalText(faultRefusal(content, fault))}
        />
      ))}
      <fieldset disabled={!canWrite}>
        <legend className="unseen">{t('fields.words')}</legend>
        <LimitedInput
          ref={firstField}
          size="xs"
          label={t('field.title')}
          max={STEP_TITLE_MAX}
          value={node.title ?? ''}
          onText={(text) => change({ title: written(text) }, 'title')}
        />
        <Select
          size="xs"
          label={t('field.kind')}
          allowDeselect={false}
          value={node.kind}
          data={STEP_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          onChange={(kind) => kind !== null && change({ kind: kind as ScriptNode['kind'] })}
        />
        {hasWords ? (
          <>
            <LimitedTextarea
              size="xs"
              label={t('field.text')}
              description={t('field.text.left', { count: SAY_MAX - (node.text ?? '').length })}
              lang="ru"
              autosize
              minRows={3}
              maxRows={9}
              max={LINE_MAX}
              value={node.text ?? ''}
              onText={(text) => change({ text: written(text) }, 'text')}
            />
            <LimitedTextarea
              size="xs"
              label={t('field.hint')}
              lang="ru"
              autosize
              minRows={1}
              maxRows={5}
              max={LINE_MAX}
              value={node.hint ?? ''}
              onText={(text) => change({ hint: written(text) }, 'hint')}
            />
          </>
        ) : null}
        <KindFields {...props} change={change} />
      </fieldset>
      {hasOptions ? <OptionFields {...props} /> : null}
      {node.kind === 'check' ? <CheckFields {...props} change={change} /> : null}
      {node.kind === 'check' || node.kind === 'end' ? null : (
        <fieldset disabled={!canWrite}>
          <legend className="unseen">{t('fields.ways')}</legend>
          <StepTarget
            label={node.kind === 'choice' ? t('field.next.others') : t('field.next')}
            content={content}
            own={node.id}
            value={node.next}
            onChange={(next) => change({ next })}
          />
        </fieldset>
      )}
      {node.kind === 'end' || node.kind === 'form' ? (
        <MeaningFields
          canWrite={canWrite}
          means={node.means}
          themes={props.rules.themes}
          onChange={(means) => change({ means })}
        />
      ) : null}
      <MoreFields {...props} change={change} />
    </form>
  )
}

type Change = (part: StepPart, tag?: string | null) => void

/** What one kind of step has and no other. */
function KindFields({ node, content, others, change }: StepFieldsProps & { readonly change: Change }) {
  const t = useText('scriptEditor')
  switch (node.kind) {
    case 'ask':
      return (
        <>
          <Checkbox
            size="xs"
            label={t('field.required')}
            checked={node.required === true}
            onChange={(event) => change({ required: event.currentTarget.checked || undefined })}
          />
          <FillsField {...{ node, change }} />
        </>
      )
    case 'several':
      return (
        <Checkbox
          size="xs"
          label={t('field.required')}
          checked={node.required === true}
          onChange={(event) => change({ required: event.currentTarget.checked || undefined })}
        />
      )
    case 'choice':
      return <FillsField {...{ node, change }} />
    case 'form':
      return (
        <Select
          size="xs"
          label={t('field.form')}
          value={node.form ?? null}
          data={(['findPerson', 'registerAppeal', 'informingResult', 'callBack', 'handOver'] as const).map((form) => ({
            value: form,
            label: t(`form.${form}`),
          }))}
          onChange={(form) => change({ form: (form ?? undefined) as ScriptNode['form'] })}
        />
      )
    case 'script': {
      const inner = others.find((script) => script.id === node.script)
      return (
        <>
          <Select
            size="xs"
            label={t('field.script')}
            value={node.script ?? null}
            data={others
              .filter((script) => script.id !== content.id)
              .map((script) => ({ value: script.id, label: script.title }))}
            onChange={(script) => change({ script: script ?? undefined, entry: undefined })}
          />
          <Select
            size="xs"
            label={t('field.entry')}
            clearable
            placeholder={t('field.entry.start')}
            value={node.entry ?? null}
            data={(inner?.nodes ?? []).map((step) => ({ value: step.id, label: step.title ?? step.id }))}
            onChange={(entry) => change({ entry: entry ?? undefined })}
          />
        </>
      )
    }
    case 'end':
      return (
        <LimitedInput
          size="xs"
          label={t('field.result')}
          description={t('field.result.hint')}
          max={CODE_MAX}
          value={node.result ?? ''}
          onText={(text) => change({ result: text === '' ? undefined : text }, 'result')}
        />
      )
    default:
      return null
  }
}

function FillsField({ node, change }: { readonly node: ScriptNode; readonly change: Change }) {
  const t = useText('scriptEditor')
  return (
    <Select
      size="xs"
      clearable
      label={t('field.fills')}
      placeholder={t('field.fills.none')}
      value={node.fills ?? null}
      data={(['appealText', 'resultText', 'informingNote'] as const).map((target) => ({
        value: target,
        label: t(`fills.${target}`),
      }))}
      onChange={(fills) => change({ fills: (fills ?? undefined) as ScriptNode['fills'] })}
    />
  )
}

/** The question of a fork and its two ways. */
function CheckFields({ content, node, canWrite, change }: StepFieldsProps & { readonly change: Change }) {
  const t = useText('scriptEditor')
  const asked =
    node.when ??
    (node.earlier !== undefined
      ? { answer: node.earlier.node, anyOf: node.earlier.values }
      : node.fact === undefined
        ? undefined
        : { fact: node.fact })
  return (
    <>
      <ConditionFields
        title={t('field.when')}
        {...{ content, canWrite }}
        own={node.id}
        value={asked}
        onChange={(when) => change({ when, fact: undefined, earlier: undefined })}
      />
      <fieldset disabled={!canWrite}>
        <legend className="unseen">{t('fields.ways')}</legend>
        {(['whenTrue', 'whenFalse'] as const).map((way) => (
          <StepTarget
            key={way}
            label={t(`field.${way}`)}
            content={content}
            own={node.id}
            value={node[way]}
            onChange={(target) => change({ [way]: target })}
          />
        ))}
      </fieldset>
    </>
  )
}

/** What most steps do without. */
function MoreFields({ content, node, canWrite, rules, change }: StepFieldsProps & { readonly change: Change }) {
  const t = useText('scriptEditor')
  const canSkip = node.kind !== 'check' && node.kind !== 'script' && node.kind !== 'end'
  const hasMore = node.needs ?? node.identity ?? node.skipIf ?? node.survey ?? node.topics
  const levels = (['named', 'checked'] as const).map((level) => ({ value: level, label: t(`level.${level}`) }))
  return (
    <details className="step-fields__more" open={hasMore !== undefined}>
      <summary>{t('fields.more')}</summary>
      <fieldset disabled={!canWrite}>
        <legend className="unseen">{t('fields.more')}</legend>
        <Select
          size="xs"
          clearable
          label={t('field.needs')}
          placeholder={t('level.anyone')}
          value={node.needs === 'anyone' ? null : (node.needs ?? null)}
          data={levels}
          onChange={(needs) => change({ needs: (needs ?? undefined) as ScriptNode['needs'] })}
        />
        {node.kind === 'form' ? (
          <Select
            size="xs"
            clearable
            label={t('field.identity')}
            value={node.identity === 'anyone' ? null : (node.identity ?? null)}
            data={levels}
            onChange={(identity) => change({ identity: (identity ?? undefined) as ScriptNode['identity'] })}
          />
        ) : null}
        <TagsInput
          size="xs"
          label={t('field.topics')}
          value={node.topics ?? []}
          splitChars={[',']}
          onChange={(topics) =>
            change({ topics: topics.length === 0 ? undefined : topics.map((topic) => topic.slice(0, TOPIC_MAX)) })
          }
        />
        {node.kind === 'choice' || node.kind === 'several' || node.kind === 'ask' ? (
          <div className="step-fields__pair">
            <LimitedInput
              size="xs"
              label={t('field.item')}
              max={20}
              value={node.survey?.item ?? ''}
              onText={(item) => change({ survey: item === '' ? undefined : { ...node.survey, item } }, 'item')}
            />
            <Select
              size="xs"
              clearable
              label={t('field.scale')}
              disabled={node.survey === undefined}
              value={node.survey?.scale ?? null}
              data={rules.scales.map((scale) => ({ value: scale.id, label: scale.title }))}
              onChange={(scale) =>
                change({ survey: { item: node.survey?.item ?? '', ...(scale === null ? {} : { scale }) } })
              }
            />
          </div>
        ) : null}
      </fieldset>
      {canSkip ? (
        <ConditionFields
          title={t('field.skipIf')}
          {...{ content, canWrite }}
          own={node.id}
          value={node.skipIf}
          onChange={(skipIf) => change({ skipIf })}
        />
      ) : null}
      <p className="step-fields__code">{t('field.code', { code: node.id })}</p>
    </details>
  )
}
