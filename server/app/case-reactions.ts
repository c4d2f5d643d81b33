import { sql } from 'kysely'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import { isOpen } from '#shared/features/appeals/appeal.ts'
import { answerTerm, type LegalReference } from '#shared/features/complaints/case-terms.ts'
import { beginCase, type ComplaintCase } from '#shared/features/complaints/complaint-case.ts'
import type { Expertise, ExpertiseFindings } from '#shared/features/expertise/expertise.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { type RecordChange, recordKey } from '#shared/kernel/record.ts'

type React = NonNullable<CommandRules['react']>

/** Whether an appeal is worked as a case: on line 3 and not answered at once. */
export function needsCase(appeal: Appeal): boolean {
  return appeal.reviewLine === 3 && isOpen(appeal)
}

/** The case of an appeal as it is handed over: the appeal itself keeps person, script answers and call, so nothing is asked twice. */
export function caseOfAppeal(appeal: Appeal, zoneOffsetMinutes: number): ComplaintCase {
  const registeredOn = dateOf(Date.parse(appeal.registeredAt), zoneOffsetMinutes)
  return beginCase({
    id: appeal.id,
    assignedTo: appeal.assignedTo,
    form: appeal.form,
    clinicId: appeal.clinicId,
    receivedOn: registeredOn,
    registeredOn,
    by: appeal.takenBy,
    at: appeal.registeredAt,
  })
}

/** An appeal that is registered for line 3 begins its case (REQUIREMENTS C7, E1). */
export function reactToAppeal(zoneOffsetMinutes: number): React {
  return async (_site, changes) =>
    changes
      .filter((change) => change.kind === 'appeal')
      .map((change) => change.data as Appeal)
      .filter(needsCase)
      .map((appeal) => ({ kind: 'complaintCase', id: appeal.id, data: caseOfAppeal(appeal, zoneOffsetMinutes) }))
}

/** What happens to a case is what the journal shows of its appeal. */
export function appealAfterCase(appeal: Appeal, theCase: ComplaintCase, reference: LegalReference): Appeal {
  const last = theCase.history.at(-1)
  const isClosed = theCase.state === 'closed' || theCase.state === 'forwarded'
  return {
    ...appeal,
    state: theCase.state,
    assignedTo: theCase.assignedTo,
    reviewLine: 3,
    answerBy: answerTerm(theCase, reference)?.due ?? appeal.answerBy,
    justified: theCase.decision?.justified ?? appeal.justified,
    closedAt: isClosed ? (appeal.closedAt ?? last?.at ?? null) : null,
    resultText: last?.what === 'consultationAnswered' ? last.note : appeal.resultText,
  }
}

/** A changed case changes its appeal; given to another expert it takes its acts along. */
export function reactToCase(kinds: RecordKinds, reference: LegalReference): React {
  return async (site, changes) => {
    const cases = changes
      .filter((change) => change.kind === 'complaintCase')
      .map((change) => change.data as ComplaintCase)
    const refs = cases.map((theCase) => ({ kind: 'appeal', id: theCase.id as string }))
    const appeals = await loadRecords(site.tx, kinds, site.actor.orgId, refs, true)
    const following: RecordChange[] = []
    for (const theCase of cases) {
      const ref = { kind: 'appeal', id: theCase.id as string }
      const appeal = appeals.get(recordKey(ref))?.data as Appeal | null | undefined
      if (appeal) following.push({ ...ref, data: appealAfterCase(appeal, theCase, reference) })
      if (['assigned', 'taken'].includes(theCase.history.at(-1)?.what ?? ''))
        following.push(...(await actsWithCase(site, kinds, theCase)))
    }
    return following
  }
}

async function actsWithCase(site: CommandSite, kinds: RecordKinds, theCase: ComplaintCase): Promise<RecordChange[]> {
  const { assignedTo } = theCase
  if (assignedTo === null) return []
  const { rows } = await sql<{ id: string }>`
    select id from expertises where case_id = ${theCase.id} and org_id = ${site.actor.orgId} and data is not null`.execute(
    site.tx,
  )
  const refs = rows.flatMap(({ id }) => [
    { kind: 'expertise', id },
    { kind: 'expertiseFindings', id },
  ])
  const held = await loadRecords(site.tx, kinds, site.actor.orgId, refs, true)
  return [...held.values()].map(({ kind, id, data }) => ({
    kind,
    id,
    data: { ...(data as Expertise | ExpertiseFindings), heldBy: assignedTo },
  }))
}
