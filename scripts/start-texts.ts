import { terminalLanguage } from '#server/platform/terminal-language.ts'

/** What `npm start` says, in the language of the terminal. Russian where the locale says so, English elsewhere. */
const ru = {
  building: 'Собираю рабочее место…',
  preparing: 'Готовлю синтетическую поликлинику: 115 000 человек, один раз',
  progress: (done: number, total: number) => `  ${done.toLocaleString('ru')} из ${total.toLocaleString('ru')}`,
  api: (url: string) => `Центральный API   ${url}   (описание: ${url}/docs)`,
  exchange: (url: string) => `Пробная АТС       ${url}   (только этот компьютер)`,
  electron: 'Открываю рабочее место в Electron.',
  noElectron: (reason: string, url: string) =>
    `Electron здесь нет (${reason}).\nТо же рабочее место в браузере:  ${url}`,
  dev: (url: string) => `Рабочее место, правки видны сразу:  ${url}`,
  accounts: (password: string) => `Учётные записи (пароль у всех ${password}):`,
  call: 'Позвонить себе, когда телефон готов:  npm run call',
  stop: 'Остановить: Ctrl+C',
  stopping: 'Останавливаю…',
  failed: (what: string) => `Не удалось запустить: ${what}`,
  portTaken: (port: number) => `порт ${port} занят; задайте другой: OPORA_PORT=… npm start`,
  programEnded: (name: string) => `${name}: программа завершилась, останавливаюсь`,
}

const en: typeof ru = {
  building: 'Building the desk…',
  preparing: 'Preparing the synthetic polyclinic: 115,000 people, once',
  progress: (done, total) => `  ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  api: (url) => `Central API       ${url}   (description: ${url}/docs)`,
  exchange: (url) => `Try-out exchange  ${url}   (this computer only)`,
  electron: 'Opening the desk in Electron.',
  noElectron: (reason, url) => `There is no Electron here (${reason}).\nThe same desk in the browser:  ${url}`,
  dev: (url) => `The desk, changes show at once:  ${url}`,
  accounts: (password) => `Accounts (password of all: ${password}):`,
  call: 'Let somebody call you when the phone is ready:  npm run call',
  stop: 'Stop: Ctrl+C',
  stopping: 'Stopping…',
  failed: (what) => `Could not start: ${what}`,
  portTaken: (port) => `port ${port} is taken; choose another: OPORA_PORT=… npm start`,
  programEnded: (name) => `${name}: the program ended, stopping`,
}

export function startTexts(env: Readonly<Record<string, string | undefined>>): typeof ru {
  return terminalLanguage(env) === 'ru' ? ru : en
}
