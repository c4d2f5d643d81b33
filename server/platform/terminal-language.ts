/**
 * Language in which programs of the terminal speak. POSIX order: LC_ALL, LC_MESSAGES, LANG; without them the system's locale.
 * Russian where it says so, English elsewhere.
 */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>>): 'ru' | 'en' {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || Intl.DateTimeFormat().resolvedOptions().locale
  return locale.toLowerCase().startsWith('ru') ? 'ru' : 'en'
}
