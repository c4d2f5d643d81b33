import type { Translated } from '../catalogue.ts'
import type { scriptFaultsRu } from '../ru/script-faults.ts'

export const scriptFaultsEn = {
  'scriptFault.noStart': 'The script does not know where to begin. Choose the first step in its properties.',
  'scriptFault.duplicateStep': 'Step “{{place}}”: another step has the same code. Delete one of them.',
  'scriptFault.duplicateOption':
    'Step “{{place}}”: the answer code {{detail}} stands twice. Give answers codes of their own.',
  'scriptFault.missingNext':
    'Step “{{place}}” leads nowhere {{detail}}. Choose the next step or make this one the end of the talk.',
  'scriptFault.unknownTarget': 'Step “{{place}}” leads to step {{detail}}, which does not exist. Choose another.',
  'scriptFault.unreachable': 'No talk ever comes to step “{{place}}”. Lead to it from another step or delete it.',
  'scriptFault.cycle':
    'Step “{{place}}” leads back to itself: the talk goes round. Lead one step of the circle onwards.',
  'scriptFault.noEnd': 'No way comes to an end. Add a step “End of the talk” and lead to it.',
  'scriptFault.noResult': 'End “{{place}}” has no result code, by which reports count. Enter the code.',
  'scriptFault.noOptions': 'Step “{{place}}” asks but has no answers. Add answers.',
  'scriptFault.tooManyOptions':
    'Step “{{place}}” has more answers than fit the screen. Split the question into two steps.',
  'scriptFault.optionLeadsAway':
    'Step “{{place}}”: answer {{detail}} leads away although several can be marked. Take its next step off.',
  'scriptFault.noQuestionAsked': 'Fork “{{place}}” checks nothing. Set one condition.',
  'scriptFault.noForm': 'Step “{{place}}” is to open a part of the desk but does not say which. Choose it.',
  'scriptFault.noText': 'Step “{{place}}” has no words. Enter what to say or ask.',
  'scriptFault.noTitle': 'Step “{{place}}” has no short name, which the trail of steps shows. Enter it.',
  'scriptFault.textTooLong':
    'Step “{{place}}”: {{detail}} characters are not read aloud at once. Split the line into two steps of up to 300 each.',
  'scriptFault.skipNotHere': 'A step of this kind, “{{place}}”, is never skipped. Take the skip condition off.',
  'scriptFault.unknownField':
    '“{{place}}”: the script does not know the field {{detail}}. Add it to its fields or correct the name.',
  'scriptFault.unknownSource': 'Field {{place}}: the desk does not know {{detail}}. Choose a source from the list.',
  'scriptFault.fieldWithoutWords': 'Field {{place}}: it does not say in which words to call {{detail}}. Enter them.',
  'scriptFault.caseWithoutName': 'Field {{place}}: only names have cases. Take the case off.',
  'scriptFault.brokenBraces':
    '“{{place}}”: a bracket is open and not closed, or stands inside another. Check { } and [ ].',
  'scriptFault.phraseMissing':
    'The mandatory words “{{detail}}” are not said on every way: the talk comes to “{{place}}” without them. Say them earlier.',
  'scriptFault.secretTooEarly':
    'Step “{{place}}” tells about the person before they were made sure of. Put the check of name and date of birth earlier.',
  'scriptFault.secretInHelp':
    'Answer “{{place}}” is opened at any step, so it must not name the field {{detail}}. Take the field out.',
  'scriptFault.unknownScript': 'Step “{{place}}” runs a script that is not in force. Choose another.',
  'scriptFault.unknownEntry':
    'Step “{{place}}” enters the inner script at a step that it does not have. Choose another entry.',
  'scriptFault.recursion': 'Step “{{place}}” runs a script that is running already. Choose another.',
  'scriptFault.unknownEarlier':
    'Step “{{place}}” asks for the answer {{detail}}, which the earlier step does not give. Correct the condition.',
  'scriptFault.unknownQuota':
    'Step “{{place}}” asks for the quota {{detail}}, which does not exist. Correct the condition.',
  'scriptFault.unknownTheme': 'Step “{{place}}”: the classifier of appeals has no theme {{detail}}. Choose another.',
  'scriptFault.unknownScale': 'Step “{{place}}”: there is no scale {{detail}}. Choose one from the list.',
  'scriptFault.codeNotOnScale':
    'Step “{{place}}”: the scale of this question has no code {{detail}}. Correct the code.',
  'scriptFault.duplicateHelp': 'The objection or question {{place}} stands twice. Delete one.',
  'scriptFault.datesReversed': 'The last day in force is before the first. Correct the dates.',
  'scriptFault.tooBranched': 'There are too many ways to check them all. Split the script into two.',
  'scriptFault.breaksOther':
    'This would break the script “{{place}}”, which runs this one inside itself ({{detail}}). Change that one first.',
} satisfies Translated<typeof scriptFaultsRu>
