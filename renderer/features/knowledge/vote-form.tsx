import { Button } from '@mantine/core'
import { IconDeviceDesktop, IconThumbDown, IconThumbUp } from '@tabler/icons-react'
import { useState } from 'react'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import { StateChip } from '#renderer/ui/state-chip.tsx'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { REMARK_MAX, voteId, voteOnArticle } from '#shared/features/knowledge/vote.ts'
import { useKnowledge } from './knowledge-context.ts'

/** «Was it useful», with a remark for the methodologist; kept on this computer at once and sent when there is a network. */
export function VoteForm({ article }: { readonly article: KnowledgeArticle }) {
  const t = useText('knowledge')
  const { userId } = useKnowledge()
  const { writes } = useDeskData()
  const id = voteId(article.id, article.version, userId)
  const given = useDeskRead(['articleVote'], (reads) => reads.record('articleVote', id), id)
  const form = useKeptForm(`knowledge/remark/${id}`, () => ({ remark: '' }))
  const [problem, setProblem] = useState<string | null>(null)
  const [isRemarking, setRemarking] = useState(false)
  const vote = given?.data
  const remark = form.value?.remark ?? ''

  async function say(isUseful: boolean, words: string): Promise<void> {
    const said = await writes.dispatch(voteOnArticle, {
      id,
      articleId: article.id,
      articleVersion: article.version,
      isUseful,
      remark: words,
    })
    const refusal = said.ok ? undefined : said.error[0]
    setProblem(refusal === undefined ? null : refusalText(refusal))
    if (!said.ok) return
    setRemarking(words === '' && !isUseful)
    if (words !== '') await form.drop()
  }

  const choice = (isUseful: boolean) => (
    <Button
      size="compact-sm"
      variant={vote?.isUseful === isUseful ? 'light' : 'default'}
      aria-pressed={vote?.isUseful === isUseful}
      leftSection={isUseful ? <IconThumbUp size={15} aria-hidden /> : <IconThumbDown size={15} aria-hidden />}
      onClick={() => void say(isUseful, vote?.remark ?? '')}
    >
      {t(isUseful ? 'vote.yes' : 'vote.no')}
    </Button>
  )
  const hasField = isRemarking || remark !== ''
  return (
    <section className="vote" aria-label={t('vote.title')}>
      <div className="vote__row">
        <span className="vote__title">{t('vote.title')}</span>
        {choice(true)}
        {choice(false)}
        {hasField ? null : (
          <Button size="compact-sm" variant="subtle" onClick={() => setRemarking(true)}>
            {t('vote.remark')}
          </Button>
        )}
      </div>
      {vote === undefined ? null : (
        <p className="vote__given" role="status">
          {t(vote.remark === '' ? 'vote.thanks' : 'vote.thanksRemark')}
          {given?.delivery === 'sent' ? null : (
            <StateChip icon={IconDeviceDesktop} isPlain>
              {t('vote.onThisComputer')}
            </StateChip>
          )}
        </p>
      )}
      {hasField ? (
        <>
          <LimitedTextarea
            label={t('vote.remarkLabel')}
            description={t('vote.remarkHint')}
            autosize
            minRows={2}
            maxRows={5}
            autoComplete="off"
            value={remark}
            max={REMARK_MAX}
            onText={(text) => form.change({ remark: text })}
          />
          <div className="vote__row">
            <Button
              size="compact-sm"
              disabled={remark.trim() === ''}
              onClick={() => void say(vote?.isUseful ?? false, remark.trim())}
            >
              {t('vote.send')}
            </Button>
            <KeptWord keeping={form.keeping} />
          </div>
        </>
      ) : null}
      {problem === null ? null : (
        <p className="vote__problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
