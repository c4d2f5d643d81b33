/** Planted defects of the model, to show what its schedules and invariants find. */
export const PROTOCOL_DEFECTS = [
  // Of the server.
  'noDedupe',
  'noGapCheck',
  'answerBeforeCommit',
  'refusedDoesNotCount',
  'cursorTooFar',
  'floorNotChecked',
  'numbersLeasedTwice',
  'scopeOfAnotherOrganisation',
  'ownScopeOfAnother',
  'authorFromTheBody',
  'termByTheDesksClock',
  'silentOverwrite',
  // Of the desk.
  'numberInMemory',
  'recordAndCommandApart',
  'acknowledgesByCount',
  'deletesBeforeTheAnswer',
  'sendsTheOthersOutbox',
  'ordersByTheClock',
  'takesOlderVersions',
  'forgetsRefusals',
  'upgradeDropsTheOutbox',
  'savedThoughFull',
  'cursorWithoutRecords',
] as const
export type ProtocolDefect = (typeof PROTOCOL_DEFECTS)[number]
