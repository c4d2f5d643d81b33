import { must } from '../../kernel/result.ts'
import { type LinkedScript, linkScript } from './link.ts'
import type { ScriptFacts } from './path.ts'
import type { CallScript } from './script.ts'

/** Small scripts for the tests of the walker, the player and the lint. */
const base = {
  version: 3,
  effectiveFrom: '2026-01-01',
  approvedBy: 'A methodologist',
  approvedOn: '2025-12-01',
  fields: { 'me.name': { missing: 'your representative' } },
  objections: [{ id: 'busy', said: 'I am busy', answer: 'It takes a minute, says {me.name}.' }],
  questions: [],
} as const

/** A question, a choice of three ways (one into the inner script), a fact, an end by what was chosen. */
export const sampleOuter: CallScript = {
  ...base,
  id: 'outer',
  title: 'Outer',
  purpose: 'inboundConsultation',
  start: 'hello',
  objections: [...base.objections],
  questions: [
    { id: 'lost', question: 'Lost policy', answer: 'No harm done.', themeCode: 'consultation.4.1', words: ['card'] },
  ],
  nodes: [
    { id: 'hello', kind: 'say', title: 'Hello', text: 'Hello, {me.name} here.', next: 'topic' },
    { id: 'topic', kind: 'ask', title: 'Topic', text: 'What is it?', fills: 'appealText', required: true, next: 'way' },
    {
      id: 'way',
      kind: 'choice',
      title: 'Way',
      text: 'Which way?',
      options: [
        {
          value: 'plain',
          label: 'Plain',
          next: 'due',
          means: { kind: 'consultation', appealResult: 'answeredAtOnce' },
        },
        { value: 'inside', label: 'Inside', next: 'inside', means: { kind: 'complaint' } },
        { value: 'away', label: 'Away', next: 'away' },
      ],
    },
    { id: 'away', kind: 'say', title: 'Away', text: 'Let me pass you on.', topics: ['transfer'], next: 'due' },
    { id: 'inside', kind: 'script', title: 'Complaint', script: 'inner', topics: ['complaint'], next: 'due' },
    { id: 'due', kind: 'check', fact: 'checkUpDue', whenTrue: 'invite', whenFalse: 'register' },
    {
      id: 'invite',
      kind: 'choice',
      title: 'Invite',
      text: 'Will you come?',
      options: [
        { value: 'yes', label: 'Yes', means: { informing: 'agreed' } },
        { value: 'no', label: 'No', means: { informing: 'refused', reason: 1 } },
      ],
      next: 'register',
    },
    { id: 'register', kind: 'form', title: 'Journal', text: 'I write it down.', form: 'registerAppeal', next: 'how' },
    {
      id: 'how',
      kind: 'check',
      earlier: { node: 'inside', values: ['taken'] },
      whenTrue: 'complained',
      whenFalse: 'answered',
    },
    { id: 'complained', kind: 'end', title: 'Complained', result: 'complained' },
    { id: 'answered', kind: 'end', title: 'Answered', result: 'answered', means: { outcome: 'resolved' } },
  ],
}

export const sampleInner: CallScript = {
  ...base,
  id: 'inner',
  version: 7,
  title: 'Inner',
  purpose: 'complaintIntake',
  start: 'listen',
  objections: [{ id: 'angry', said: 'I am angry', answer: 'I hear you.' }],
  questions: [],
  nodes: [
    { id: 'listen', kind: 'ask', title: 'Listen', text: 'Tell me.', fills: 'appealText', next: 'urgent' },
    {
      id: 'urgent',
      kind: 'choice',
      title: 'Urgent',
      text: 'Today?',
      topics: ['ambulance'],
      options: [
        { value: 'yes', label: 'Today', next: 'help' },
        { value: 'no', label: 'Not today', next: 'taken' },
      ],
    },
    { id: 'help', kind: 'say', title: 'Help', text: 'Help is coming.', next: 'taken' },
    { id: 'taken', kind: 'end', title: 'Complaint taken', result: 'taken' },
  ],
}

export function linkedSample(outer: CallScript = sampleOuter): LinkedScript {
  const linked = linkScript(outer, [sampleOuter, sampleInner])
  return must(linked.ok ? linked.value : null, 'a sample that links')
}

export const NO_FACTS: ScriptFacts = {
  personKnown: false,
  checkUpDue: false,
  inbound: true,
  complaint: false,
  online: true,
}
