import type { Translated } from '../catalogue.ts'
import type { authRu } from '../ru/auth.ts'

export const authEn = {
  title: 'Sign in',
  'people.title': 'Who works at this computer',
  'people.other': 'Somebody else',
  'people.forget': 'Remove from the list: {{name}}',
  login: 'Login',
  password: 'Password',
  'password.show': 'Show the password',
  'password.hide': 'Hide the password',
  submit: 'Sign in',
  'submit.busy': 'Checking…',
  'offline.title': 'The server cannot be reached',
  'offline.canOpen':
    'The desk opens on this computer with the same password. What you enter is sent when the connection returns.',
  'offline.cannotOpen':
    'Without the network only those can sign in who have signed in here through the server before. Check the connection and try again.',
  'offline.browser':
    'In a browser you can sign in only when the server can be reached. Check the connection and try again.',
  'offline.submit': 'Open without the network',
  retry: 'Check the connection',
  triesLeft_one: '{{count}} try left. After it the key on this computer is erased and you sign in through the server.',
  triesLeft_other: '{{count}} tries left. Then the key on this computer is erased and you sign in through the server.',
  wait_one: 'The next try in {{count}} second.',
  wait_other: 'The next try in {{count}} seconds.',
  opening: 'Opening the desk…',
  locking: 'Keeping what you typed and closing the desk…',
  pin: 'PIN',
  'pin.show': 'Show the PIN',
  'pin.hide': 'Hide the PIN',
  'pin.usePassword': 'Enter the password instead of the PIN',
  'pin.usePin': 'Enter the PIN instead of the password',
  'pin.triesLeft_one': '{{count}} try left. After it the PIN is erased and the password is needed.',
  'pin.triesLeft_other': '{{count}} tries left. Then the PIN is erased and the password is needed.',
  'pin.title': 'PIN for unlocking',
  'pin.why': 'Six digits instead of the password on this computer, also without the server.',
  'pin.isSet':
    'A PIN is set on this computer. It is in force as long as the computer is in contact with the server in time.',
  'pin.passwordWhy': 'Prove that it is you.',
  'pin.new': 'New PIN',
  'pin.again': 'New PIN once more',
  'pin.rule': 'Six digits: no sequence, no repeats, no year of birth.',
  'pin.set': 'Set the PIN',
  'pin.change': 'Change the PIN',
  'pin.drop': 'Remove the PIN',
  'pin.done.set': 'The PIN is set',
  'pin.done.dropped': 'The PIN is removed: the password opens the desk',
  'pin.weak.sameDigits': 'All digits are the same: this is guessed first. Take different digits.',
  'pin.weak.sequence': 'The digits follow each other: this is guessed first. Mix them.',
  'pin.weak.repeats': 'The PIN repeats itself: this is guessed first. Take six digits without repeats.',
  'pin.weak.year': 'A year of birth stands in the PIN: this is guessed first. Take other digits.',
  'pin.none.title': 'No PIN can be set here',
  'pin.none.browser':
    'A browser keeps no secrets: the key comes with each sign-in at the server and lives in memory only. Your password unlocks the desk when the server can be reached.',
  'pin.none.computer':
    'This computer has no secret store (key ring), and without it a PIN would be guessed in an evening. Your password unlocks the desk when the server can be reached. Ask your administrator.',
  'locked.title': 'The desk is locked',
  'locked.why.asked': 'You have locked it.',
  'locked.why.system': 'The computer was locked or went to sleep.',
  'locked.why.idle': 'Nobody has worked here for a while.',
  'locked.why.leaseEnded':
    'The computer was not in contact with the server for too long: only your password opens the desk, when the server can be reached.',
  'locked.kept': 'All that you typed is kept on this computer.',
  'locked.memoryOnly':
    'This computer keeps no keys: the data was in memory only and is closed now; your password opens it when the server can be reached. What you typed is kept.',
  'locked.submit': 'Go on working',
  'locked.notMe': 'It is not me: somebody else signs in',
  'locked.talking': 'The call goes on',
  'locked.talking.body':
    'The other side hears you. If the call was recorded on this computer, the recording has ended.',
  'locked.ringing': 'Incoming call',
  'locked.ringing.body': 'Unlock the desk to see who calls and to answer.',
  'ended.title': 'Please sign in again',
  'ended.body':
    'The server asks you to sign in. Everything entered on this computer is kept and will be sent after that.',
  'ended.notActive.title': 'The account is switched off',
  'ended.notActive.body':
    'Ask your supervisor. Everything entered on this computer is kept and will be sent after you sign in, once the account is on again.',
  storeFailed: 'The store on this computer did not open',
  'storeFailed.body':
    'Nothing entered before is lost. Close other windows of Opora and try again; if that does not help, tell your administrator.',
} satisfies Translated<typeof authRu>
