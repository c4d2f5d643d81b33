import { useEffect, useMemo, useState } from 'react'
import type { AppealIntake, IntakeHints } from '#renderer/features/appeals/appeal-intake.ts'
import { useCaseFiles } from '#renderer/features/complaints/case-files-context.ts'
import { pickedDrafts } from '#renderer/features/complaints/file-draft.ts'
import { emptyLetter, type LetterFacts, letterProblems } from '#renderer/features/complaints/letter-facts.ts'
import { LetterSide } from '#renderer/features/complaints/letter-side.tsx'
import type { PickedFile } from '#renderer/features/complaints/picked-file.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import { openCase } from '#shared/features/complaints/case-opening.ts'
import { type AppealTrace, similarAppeals } from '#shared/features/complaints/similar-appeals.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { AppealId } from '#shared/kernel/ids.ts'
import { AppealPart } from '../call/appeal-part.tsx'
import { useDesk } from '../desk-context.tsx'
import { newId } from '../desk-parts.ts'

const SIMILAR_SHOWN = 6

/** The form of a written complaint with its letter beside it: stamp, terms, scans, earlier appeals (REQUIREMENTS E1). */
export function LetterTask({ hints }: { readonly hints: IntakeHints }) {
  const { writes } = useDeskData()
  const { navigation, workplace } = useDesk()
  const files = useCaseFiles()
  const today = todayHere(Date.now())
  const letter = useKeptForm<LetterFacts>('complaints/letter/new', () => emptyLetter(today))
  const { picked, setPicked } = usePicked()
  const [problems, setProblems] = useState<readonly Refusal[]>([])
  const [intake, setIntake] = useState<AppealIntake | null>(null)
  const similar = useSimilar(intake, today)
  if (letter.value === null) return null
  const facts = letter.value
  const isCase = intake?.reviewLine === 3 && workplace.user.role === 'L3'

  /** The server begins the case of a registered appeal by itself; this adds what the letter brought. */
  async function registered(id: AppealId, form: 'oral' | 'written', clinicId: Appeal['clinicId']): Promise<void> {
    for (const { file, content } of picked) await files.queue.add(id, file, content)
    const sent = await writes.dispatch(openCase, {
      id,
      form,
      clinicId,
      receivedOn: facts.receivedOn,
      registeredOn: today,
      incoming: { number: facts.incomingNumber, on: facts.incomingOn || null },
      files: picked.map(({ file }) => file),
    })
    if (!sent.ok) return
    setPicked([])
    await letter.drop()
    navigation.go({ kind: 'appeal', appealId: id })
  }
  return (
    <div className="with-letter">
      <AppealPart
        draftKey="new"
        hasFocus
        hints={hints}
        onIntake={setIntake}
        isReady={() => {
          const found = isCase ? letterProblems(facts, todayHere(Date.now())) : []
          setProblems(found)
          return found.length === 0
        }}
        onRegistered={(id) => {
          if (isCase && intake !== null)
            void registered(id, intake.form, intake.clinic === '' || intake.clinic === 'other' ? null : intake.clinic)
        }}
      />
      <LetterSide
        letter={facts}
        onChange={(change) => {
          setProblems([])
          letter.change(change)
        }}
        problems={problems}
        files={picked}
        onFiles={setPicked}
        newFileId={newId}
        similar={similar}
        canCompare={
          intake !== null && (intake.applicantPerson !== null || (intake.clinic !== '' && intake.themeCode !== ''))
        }
        onOpen={(appealId) => navigation.go({ kind: 'appeal', appealId })}
      />
    </div>
  )
}

/** Scans of the letter; they are there again when the desk was killed before it was registered. */
function usePicked() {
  const { drafts } = useDeskData()
  const kept = useMemo(() => pickedDrafts(drafts), [drafts])
  const [picked, show] = useState<readonly PickedFile[]>([])
  useEffect(() => {
    let isCurrent = true
    void kept.load().then((files) => isCurrent && show(files))
    return () => {
      isCurrent = false
    }
  }, [kept])
  function setPicked(next: readonly PickedFile[]): void {
    const isIn = (list: readonly PickedFile[], { file }: PickedFile) => list.some((it) => it.file.id === file.id)
    for (const file of next) if (!isIn(picked, file)) void kept.keep(file)
    for (const file of picked) if (!isIn(next, file)) void kept.drop(file.file.id)
    show(next)
  }
  return { picked, setPicked }
}

function useSimilar(intake: AppealIntake | null, today: string) {
  const appeals = useDeskRead(['appeal'], (reads) => reads.records('appeal'), 'all')
  const traces = useMemo(() => (appeals ?? []).map(({ data }) => traceOf(data)), [appeals])
  return useMemo(() => {
    if (intake === null) return []
    const draft: AppealTrace = {
      id: intake.id,
      number: '',
      personIds: [intake.applicantPerson?.id, intake.concernsPerson?.id].filter((id) => id !== undefined),
      clinicId: intake.clinic === '' || intake.clinic === 'other' ? null : intake.clinic,
      themeCode: intake.themeCode,
      text: intake.text,
      on: today,
      isOpen: true,
    }
    return similarAppeals(draft, traces, SIMILAR_SHOWN)
  }, [intake, traces, today])
}

function traceOf(appeal: Appeal): AppealTrace {
  return {
    id: appeal.id,
    number: appeal.number,
    personIds: [appeal.applicant.personId, appeal.concernsId].filter((id) => id !== null),
    clinicId: appeal.clinicId,
    themeCode: appeal.themeCode,
    text: appeal.text,
    on: todayHere(Date.parse(appeal.registeredAt)),
    isOpen: isOpen(appeal),
  }
}
