import type { HostTexts } from './texts.ts'

export const en: HostTexts = {
  phoneState: {
    off: 'Opora: phone is off',
    ready: 'Opora: on the line',
    away: 'Opora: on a break',
    ringing: 'Opora: incoming call',
    talking: 'Opora: in a call',
    wrapUp: 'Opora: work after a call',
  },
  tray: {
    show: 'Show Opora',
    quit: 'Quit',
    wish: { ready: 'Take calls', break: 'Break', lunch: 'Lunch', paperwork: 'Paperwork' },
  },
  menu: {
    program: 'Opora',
    edit: 'Edit',
    view: 'View',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    resetZoom: 'Normal size',
    fullScreen: 'Full screen',
  },
  leave: {
    message: 'A call is in progress or work is unfinished. Close Opora?',
    stay: 'Stay',
    leave: 'Close',
  },
  badSettings: {
    title: 'Opora cannot start',
    message:
      'The setting “{field}” is wrong. Addresses start with https:// and wss://; only this computer itself may be reached without encryption. Correct settings.json or the environment variable and start Opora again.',
  },
  files: {
    kinds: {
      xlsx: 'Excel workbook',
      csv: 'CSV table',
      docx: 'Word document',
      pdf: 'PDF document',
      jpg: 'JPEG image',
      png: 'PNG image',
    },
    untitled: 'Document',
  },
  crashed: {
    title: 'The window of Opora stopped working',
    message: 'It closed several times in a row. What was saved is safe. Start Opora again and tell your administrator.',
  },
}
