export type LogLevel = 'debug' | 'log' | 'warn' | 'error'
export type TelephonyLog = (level: LogLevel, message: string) => void

const SECRET_HEADER = /^.*\b(authorization|authenticate|password|credential|nonce|response)\b.*$/gim
/** User part of a URI, with the display name before it. */
const URI_USER = /("[^"\n]*"\s*)?<?\b(sips?|tel):[^@\s>;]*@?/gi
const LONG_NUMBER = /\+?\d[\d\s().-]{4,}\d/g
const MAX_LENGTH = 300

/**
 * Takes out of a library message whatever could name a person or open an account: the logs go into support bundles. [TEL70]
 */
export function maskSipLog(content: string): string {
  return content
    .replace(SECRET_HEADER, '[hidden]')
    .replace(URI_USER, '$2:[hidden]@')
    .replace(LONG_NUMBER, '[number]')
    .replace(/"[^"\n]*"/g, '"…"')
    .slice(0, MAX_LENGTH)
}
