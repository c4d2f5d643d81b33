import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONFIG_OPTIONS, ConfigError, readConfig } from './config.ts'

describe('configuration', () => {
  it('needs nothing: every option has a default or may be absent', () => {
    expect(readConfig({})).toMatchObject({ port: 4680, host: '127.0.0.1', tryOut: 'off', allowedOrigins: [] })
  })

  it('counts an empty variable as not set', () => {
    expect(readConfig({ DATABASE_URL: '', OPORA_PORT: '' })).toMatchObject({ port: 4680, databaseUrl: undefined })
  })

  it('names everything that is wrong at once and repeats no value', () => {
    const wrong = { OPORA_PORT: '99999', DATABASE_URL: 'mysql://root:hunter2@db', OPORA_SIP_SECRET: 'short' }
    expect(() => readConfig(wrong)).toThrow(ConfigError)
    try {
      readConfig(wrong)
    } catch (error) {
      const { problems, message } = error as ConfigError
      expect(problems.map((problem) => problem.split(':')[0])).toEqual([
        'OPORA_PORT',
        'DATABASE_URL',
        'OPORA_SIP_SECRET',
      ])
      expect(message).not.toMatch(/hunter2|short|99999/)
    }
  })

  it('splits lists', () => {
    const { allowedOrigins } = readConfig({
      OPORA_ALLOWED_ORIGINS: 'http://localhost:5173, https://desk.example.test,',
    })
    expect(allowedOrigins).toEqual(['http://localhost:5173', 'https://desk.example.test'])
  })

  it('takes addresses of STUN and TURN only, and TURN only with its secret', () => {
    const problemsOf = (environment: Record<string, string>): readonly string[] => {
      try {
        readConfig(environment)
        return []
      } catch (error) {
        return (error as ConfigError).problems.map((problem) => problem.split(':')[0] ?? '')
      }
    }
    expect(problemsOf({ OPORA_STUN: 'stun:a.test:3478,https://b.test' })).toEqual(['OPORA_STUN'])
    expect(problemsOf({ OPORA_TURN: 'turn:a.test', OPORA_TURN_SECRET: '' })).toEqual(['OPORA_TURN_SECRET'])
    expect(problemsOf({ OPORA_TURN: 'turn:a.test,turns:b.test:5349?transport=tcp', OPORA_TURN_SECRET: 's' })).toEqual(
      [],
    )
  })

  it('is described in docs/server.md option by option', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/server.md'), 'utf8')
    for (const { env, description } of Object.values(CONFIG_OPTIONS))
      expect(page).toContain(`| \`${env}\` | ${description} |`)
  })
})
