import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { floorLimits, serviceTargets } from '#shared/features/supervision/floor.ts'
import { scoreCards } from '#shared/features/supervision/score-card.ts'
import { listeningRules } from '#shared/features/telephony/listening.ts'

const FOLDER = join(import.meta.dirname, '../../assets/reference')

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
}

/** Dated reference data of supervision, as it stands in assets/. */
export const SCORE_CARDS = scoreCards.parse(read('call-score-cards.ru.json'))
export const LISTENING_RULES = listeningRules.parse(read('call-listening-rules.ru.json'))
export const FLOOR_LIMITS = floorLimits.parse(read('floor-limits.ru.json'))
export const SERVICE_TARGETS = serviceTargets.parse(read('call-service-targets.ru.json'))
