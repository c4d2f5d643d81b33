import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { appealResult } from '#shared/features/appeals/appeal.ts'
import { appealClassifier } from '#shared/features/appeals/classifier.ts'
import { recordScriptRun } from '#shared/features/call-scripts/commands.ts'
import { type ScriptFacts, scriptFact } from '#shared/features/call-scripts/condition.ts'
import { linkScript } from '#shared/features/call-scripts/link.ts'
import { lintScript } from '#shared/features/call-scripts/lint.ts'
import { requiredPhrase } from '#shared/features/call-scripts/lint-fault.ts'
import { callScript, scriptMeaning, scriptPurpose } from '#shared/features/call-scripts/script.ts'
import { speakText } from '#shared/features/call-scripts/speak.ts'
import { finishRun, summarize } from '#shared/features/call-scripts/summary.ts'
import { surveyAnswers } from '#shared/features/call-scripts/survey-response.ts'
import { surveyScale } from '#shared/features/call-scripts/survey-scale.ts'
import { combinationFault, uploadRules } from '#shared/features/call-scripts/survey-upload.ts'
import { coverScript } from '#shared/features/call-scripts/testing/cover.ts'
import { answerStep, startRun, viewOf } from '#shared/features/call-scripts/walk.ts'
import { knowledgeArticle } from '#shared/features/knowledge/article.ts'
import { informingResult } from '#shared/features/preventive-care/informing.ts'
import { callOutcome } from '#shared/features/telephony/call.ts'
import { must } from '#shared/kernel/result.ts'

function load(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../assets/${path}`, import.meta.url), 'utf8'))
}

const requiredPhrases = z
  .array(requiredPhrase.extend({ why: z.string() }))
  .parse(load('call-scripts/rules/required-phrases.json'))
const scales = z.array(surveyScale).parse(load('surveys/rules/scales.ru.json'))
const scripts = ['call-scripts', 'surveys'].flatMap((folder) =>
  readdirSync(new URL(`../../assets/${folder}`, import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => callScript.parse(load(`${folder}/${file}`))),
)
const AT = '2026-11-25T10:00:00.000Z'
const FACTS = { complaint: true, online: true, personKnown: true, checkUpDue: false, inbound: true }
const byId = new Map(scripts.map((script) => [script.id, script]))
const themes = new Map(appealClassifier.parse(load('classifiers/appeals.ru.json')).rows.map((row) => [row.code, row]))
const LINT_RULES = {
  phrases: requiredPhrases,
  scales,
  themes: new Set([...themes.values()].filter((row) => row.selectable).map((row) => row.code)),
}

/** What the conditions of the scripts can tell apart. */
const EVERY_FACT: readonly ScriptFacts[] = [false, true].flatMap((yes) =>
  [30, 70].flatMap((age) =>
    [0, 1_000_000].map((counted) => ({
      ...Object.fromEntries(scriptFact.options.map((fact) => [fact, yes])),
      quantities: { 'person.age': age },
      quotaCounts: Object.fromEntries(scripts.flatMap((it) => it.quotas ?? []).map((quota) => [quota.id, counted])),
    })),
  ),
)
const UPLOAD = uploadRules.parse(load('surveys/rules/upload.ru.json'))
const KNOWN = new Map(scales.map((scale) => [scale.id, new Set(scale.codes.map(({ code }) => code))]))
const ANY_ID = '0193a000-0000-7000-8000-000000000001'
const END_OF_CALL = { id: ANY_ID, callId: ANY_ID, personId: null, endedAt: AT } as unknown as Parameters<
  typeof finishRun
>[3]

describe('the questions of the surveys (DOMAIN §6)', () => {
  const itemsOf = (id: string): string[] =>
    scripts.find((script) => script.id === id)?.nodes.flatMap((node) => (node.survey ? [node.survey.item] : [])) ?? []

  it('[S8] holds the nineteen questions of the fund, each once', () => {
    const numbered = itemsOf('quality-of-care').filter((item) => /^[0-9]+$/.test(item))
    expect(numbered).toEqual(Array.from({ length: 19 }, (_, index) => String(index + 1)))
  })

  it('[C8] offers every fixed code of a list exactly once: reasons 1–20, opinions 101–111', () => {
    const codesIn = (id: string, scale: string): string[] =>
      scripts
        .find((script) => script.id === id)
        ?.nodes.filter((node) => node.survey?.scale === scale)
        .flatMap((node) => (node.options ?? []).map((option) => option.code ?? '')) ?? []
    for (const [id, scale] of [
      ['no-show-survey', 'noShowReasons'],
      ['check-up-satisfaction', 'checkUpSatisfaction'],
    ] as const) {
      const every = [...(KNOWN.get(scale) ?? [])]
      expect(codesIn(id, scale).toSorted((a, b) => Number(a) - Number(b))).toEqual(every)
    }
  })

  it('[C4] has at least sixty typical questions of every consultation theme, dated', () => {
    const articles = z.array(knowledgeArticle).parse(load('knowledge/articles.ru.json'))
    const questions = scripts.flatMap((script) => script.questions)
    const ids = [...articles, ...questions].map((item) => item.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThanOrEqual(60)
    const themed = new Set(articles.map((article) => article.themeCode))
    for (const row of themes.values())
      if (row.kind === 'consultation' && row.selectable) expect(themed.has(row.code), row.code).toBe(true)
    for (const article of articles) {
      expect(article.sourceDate < article.checkedOn && article.checkedOn < article.obsoleteAfter, article.id).toBe(true)
      expect(article.answer, article.id).not.toMatch(/[{}[\]]|\s[,.!?]|\s\s/)
    }
  })
})

describe('the published schema of scripts', () => {
  it('is the one that the product reads by, so that scripts can be written and checked outside it', async () => {
    const schema = z.toJSONSchema(callScript, { io: 'input' })
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      '../../docs/schemas/call-script.schema.json',
    )
  })
})

describe('the call scripts that ship with the product (DOMAIN §9)', () => {
  for (const script of scripts) {
    it(`[C4] ${script.id} has no faults`, () => {
      expect(lintScript(script, scripts, LINT_RULES)).toEqual([])
    })
    it(`${script.id} keeps within what a run may record`, () => {
      const linked = linkScript(script, scripts)
      if (!linked.ok) throw new Error(linked.error.code)
      for (const node of linked.value.nodes.values()) {
        expect(node.id.length, node.id).toBeLessThanOrEqual(60)
        expect((node.title ?? '').length, node.id).toBeLessThanOrEqual(30)
        for (const option of node.options ?? []) expect(option.label.length, option.label).toBeLessThanOrEqual(90)
      }
    })
    it(`${script.id} names only themes of the classifier, of the kind it means`, () => {
      const meanings = script.nodes.flatMap((node) => [
        node.means,
        ...(node.options ?? []).map((option) => option.means),
      ])
      for (const meaning of meanings) {
        if (meaning?.themeCode === undefined) continue
        expect(themes.get(meaning.themeCode)?.selectable, meaning.themeCode).toBe(true)
        expect(themes.get(meaning.themeCode)?.kind).toBe(meaning.kind)
      }
      for (const question of script.questions)
        expect(themes.get(question.themeCode ?? 'consultation.4.14')?.selectable, question.id).toBe(true)
    })
  }

  it('hands a complaint about the quality of care over to experts, also when it is made by word of mouth', () => {
    const linked = linkScript(must(byId.get('complaint-intake'), 'the script'), scripts)
    if (!linked.ok) throw new Error(linked.error.code)
    const said: Readonly<Record<string, string>> = { about: 'quality', urgent: 'no', papers: 'none', 'form-of': 'oral' }
    let run = startRun(linked.value, AT)
    for (
      let view = viewOf(linked.value, run, FACTS);
      view.current.id !== 'oral-next';
      view = viewOf(linked.value, run, FACTS)
    ) {
      const value = said[view.current.id] ?? (view.current.kind === 'ask' ? 'слова' : '')
      const answered = answerStep(linked.value, run, FACTS, view.current.id, { value, at: AT })
      if (!answered.ok) throw new Error(`${view.current.id}: ${answered.error.code}`)
      run = answered.value
    }
    expect(summarize(linked.value, run, FACTS).means).toMatchObject({ reviewLine: 3, appealResult: 'handedOver' })
  })

  it('is written without slips of the keyboard', () => {
    const texts = scripts.flatMap((script) => [
      ...script.nodes.flatMap((node) => [node.text, node.hint, ...(node.options ?? []).map((option) => option.label)]),
      ...[...script.objections, ...script.questions].map((item) => item.answer),
    ])
    for (const text of texts) expect(text ?? '').not.toMatch(/ {2}|^\s|\s$|\s[,.!?]|[a-z]["']|["'] /)
  })

  it('[C4] are the eight of the domain and two surveys, each of a purpose of its own', () => {
    expect(scripts.map((script) => script.purpose).toSorted()).toEqual([...scriptPurpose.options].toSorted())
  })

  for (const script of scripts)
    it(`[S10] ${script.id} is walked through every branch`, () => {
      const linked = linkScript(script, scripts)
      if (!linked.ok) throw new Error(linked.error.code)
      const { missed, arrows, walks } = coverScript(linked.value, EVERY_FACT, 4_000)
      expect(missed).toEqual([])
      expect(arrows).toBeGreaterThan(20)
      for (const { state, facts } of walks) {
        const record = finishRun(linked.value, state, facts, { ...END_OF_CALL })
        expect(recordScriptRun.args.parse(record)).toEqual(record)
        expect(summarize(linked.value, state, facts).result).not.toBeNull()
        // Whatever is answered at the desk, the fund takes.
        for (const { item, scale, codes } of surveyAnswers(linked.value, state, facts))
          if (scale !== null) expect(combinationFault({ scale, codes, note: '' }, UPLOAD, KNOWN), item).toBeNull()
      }
    })

  it('says the words of the slices that take its answers', () => {
    const words = scriptMeaning.shape
    for (const option of words.informing.unwrap().options) expect(informingResult.options).toContain(option)
    for (const option of words.appealResult.unwrap().options) expect(appealResult.options).toContain(option)
    for (const option of words.outcome.unwrap().options) expect(callOutcome.options).toContain(option)
  })

  it('answers the eight objections and at least twelve typical questions', () => {
    const linked = linkScript(byId.get('inbound-consultation')!, scripts)
    if (!linked.ok) throw new Error(linked.error.code)
    expect(linked.value.objections).toHaveLength(8)
    expect(linked.value.questions.length).toBeGreaterThanOrEqual(12)
    for (const item of linked.value.questions) expect(item.answer.length, item.id).toBeLessThanOrEqual(500)
  })

  it('[C4] gives every typical question its act, the day of the act and the day after which it must be checked', () => {
    for (const item of scripts.flatMap((script) => script.questions)) {
      expect(item.source, item.id).toBeTruthy()
      expect(item.sourceDate?.localeCompare(item.obsoleteAfter ?? '') ?? 0, item.id).toBeLessThan(0)
    }
  })

  it('offers every reason 1-20 for not coming exactly once (DOMAIN §6)', () => {
    const reasons = byId
      .get('check-up-invitation')!
      .nodes.filter((node) => node.id.startsWith('reason'))
      .flatMap((node) => (node.options ?? []).map((option) => option.means?.reason))
      .filter((reason) => reason !== undefined)
    expect(reasons.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('[C4] ends on every random walk, speaks without braces and leaves a record that is accepted', () => {
    const answered = fc.array(fc.nat({ max: 8 }), { minLength: 60, maxLength: 60 })
    const facts = fc.record({ personKnown: fc.boolean(), checkUpDue: fc.boolean(), inbound: fc.boolean() })
    fc.assert(
      fc.property(fc.nat(scripts.length - 1), answered, facts, (which, picks, known) => {
        const script = scripts[which] ?? scripts[0]!
        const linked = linkScript(script, scripts)
        if (!linked.ok) throw new Error(linked.error.code)
        const [all, at] = [{ ...known, complaint: false, online: true }, '2026-11-24T09:00:00.000Z']
        let state = startRun(linked.value, at)
        for (const pick of picks) {
          const { current, isEnded } = viewOf(linked.value, state, all)
          expect(speakText(current.text ?? '', linked.value.fields, {})).not.toMatch(/[{}[\]]|\s[,.!?]|\s\s/)
          if (isEnded) break
          const value = current.options?.[pick % current.options.length]?.value ?? 'x'
          const next = answerStep(linked.value, state, all, current.id, { value, at })
          if (!next.ok) throw new Error(next.error.code)
          state = next.value
        }
        const id = '0193a000-0000-7000-8000-000000000001'
        const end = { id, callId: id, personId: null, endedAt: at } as unknown as Parameters<typeof finishRun>[3]
        const record = finishRun(linked.value, state, all, end)
        expect(record.result).not.toBe('cutOff')
        expect(recordScriptRun.args.parse(record)).toEqual(record)
      }),
      { numRuns: 200 },
    )
  })
})
