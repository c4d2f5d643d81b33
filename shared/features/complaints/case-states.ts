/** Where a case stands: the states of an appeal in the journal (DOMAIN §2.4), kept equal by the server. */
export const CASE_STATES = ['registered', 'inWork', 'waiting', 'answered', 'closed', 'forwarded'] as const
export type CaseState = (typeof CASE_STATES)[number]

/** What happens to a case. `wait`: somebody else was asked; `resume`: nobody is waited for any more. */
export const CASE_EVENTS = ['take', 'wait', 'resume', 'answer', 'forward', 'close', 'reopen'] as const
export type CaseEvent = (typeof CASE_EVENTS)[number]

/** Complete by type: a new state or event does not compile until every pair is decided. Null: this cannot happen now. */
const TABLE: Readonly<Record<CaseState, Readonly<Record<CaseEvent, CaseState | null>>>> = {
  registered: {
    take: 'inWork',
    wait: null,
    resume: null,
    answer: null,
    forward: 'forwarded',
    close: null,
    reopen: null,
  },
  inWork: {
    take: null,
    wait: 'waiting',
    resume: null,
    answer: 'answered',
    forward: 'forwarded',
    close: 'closed',
    reopen: null,
  },
  waiting: {
    take: null,
    wait: 'waiting',
    resume: 'inWork',
    answer: 'answered',
    forward: 'forwarded',
    close: 'closed',
    reopen: null,
  },
  answered: {
    take: null,
    wait: null,
    resume: null,
    answer: null,
    forward: null,
    close: 'closed',
    reopen: 'inWork',
  },
  closed: { take: null, wait: null, resume: null, answer: null, forward: null, close: null, reopen: 'inWork' },
  forwarded: { take: null, wait: null, resume: null, answer: null, forward: null, close: 'closed', reopen: 'inWork' },
}

/** The state after an event, or null when the event is not possible in this state. */
export function stateAfter(state: CaseState, event: CaseEvent): CaseState | null {
  return TABLE[state][event]
}

/** Whether somebody still has to work on it. */
export function isCaseOpen(state: CaseState): boolean {
  return state === 'registered' || state === 'inWork' || state === 'waiting'
}
