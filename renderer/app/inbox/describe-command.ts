import { textsOf } from '#renderer/i18n/i18n.ts'
import type { WaitingItem } from '#renderer/sync/desk-data.ts'
import { type PersonId, personId } from '#shared/kernel/ids.ts'
import { formatPhone } from '#shared/kernel/phone.ts'

/** Name of a command in words, what it is about, and what was typed into it. */
export interface CommandWords {
  readonly what: string
  readonly about: string
  readonly typed: string
}

const NAMES = [
  'appeals.register',
  'telephony.recordCall',
  'telephony.wrapUp',
  'telephony.keepRecording',
  'telephony.recordSpans',
  'callScripts.recordRun',
  'callScripts.recordSurvey',
  'preventiveCare.recordInforming',
  'insuredPersons.createContact',
  'complaints.open',
  'complaints.attachFiles',
  'complaints.take',
  'complaints.assign',
  'complaints.requestRecords',
  'complaints.pauseRequest',
  'complaints.settleRequest',
  'complaints.extend',
  'complaints.forward',
  'complaints.decide',
  'complaints.close',
  'complaints.reopen',
  'complaints.askApproval',
  'complaints.approveAnswer',
  'complaints.returnAnswer',
  'complaints.recordSending',
  'complaints.answerConsultation',
  'complaints.askNotice',
  'complaints.approveNotice',
  'complaints.returnNotice',
  'complaints.recordNoticeSending',
  'expertise.record',
  'expertise.noteStep',
  'supervision.reviewCall',
  'supervision.answerReview',
  'insuredPersons.correctContact',
  'insuredPersons.giveConsent',
  'insuredPersons.withdrawConsent',
  'clinics.book',
  'clinics.giveTime',
  'clinics.settleBooking',
  'clinics.assist',
  'workQueues.release',
  'handedMatters.handOver',
  'handedMatters.settle',
  'knowledge.vote',
] as const

/** Arguments that hold what was typed, the most telling first. */
const TYPED = [
  'text',
  'conclusion',
  'body',
  'words',
  'grounds',
  'reason',
  'comment',
  'note',
  'name',
  'summary',
  'reply',
  'remark',
  'outcome',
  'email',
] as const

/** Says a waiting or refused command in words. Arguments are read as they lie there: a refused command may be of an older version. */
export function describeCommand(item: Pick<WaitingItem, 'name' | 'args'>): CommandWords {
  const t = textsOf('sync')
  const name = NAMES.find((known) => known === commandNameOf(item))
  const args = (typeof item.args === 'object' && item.args !== null ? item.args : {}) as Readonly<
    Record<string, unknown>
  >
  const text = (key: string): string => (typeof args[key] === 'string' ? args[key] : '')
  return {
    what: name === undefined ? t('command.other') : t(`command.${name}`),
    about: text('number') || formatPhone(text('remoteNumber') || text('phone')),
    typed: typedIn(item.args),
  }
}

/** The most telling words of what was typed into a form or a command; empty when there are none. */
export function typedIn(fields: unknown): string {
  const values = (typeof fields === 'object' && fields !== null ? fields : {}) as Readonly<Record<string, unknown>>
  const correction = values['correction']
  if (correction !== undefined) return typedIn(correction)
  const number = values['number']
  if (typeof number === 'string' && number.startsWith('+')) return formatPhone(number)
  return (
    TYPED.map((key) => values[key])
      .find((words) => typeof words === 'string' && words !== '')
      ?.toString() ?? ''
  )
}

/** `appeals.register@1` and `appeals.register` are one command. */
export function commandNameOf(item: Pick<WaitingItem, 'name'>): string {
  return item.name.split('@')[0] ?? item.name
}

/** The person that a command is about; null for another matter. */
export function personIdOf(args: unknown): PersonId | null {
  return personId.safeParse((args as { readonly personId?: unknown } | null)?.personId).data ?? null
}
