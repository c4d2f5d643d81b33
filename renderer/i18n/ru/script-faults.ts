/** What the lint finds in a script: the step in quotation marks, what is wrong there and what to do (REQUIREMENTS S10). */
export const scriptFaultsRu = {
  'scriptFault.noStart': 'Сценарий не знает, с чего начать. Выберите первый шаг в свойствах сценария.',
  'scriptFault.duplicateStep': 'Шаг «{{place}}»: такой код есть ещё у одного шага. Удалите один из них.',
  'scriptFault.duplicateOption':
    'Шаг «{{place}}»: код ответа {{detail}} встречается дважды. Дайте ответам разные коды.',
  'scriptFault.missingNext':
    'Шаг «{{place}}» никуда не ведёт {{detail}}. Выберите следующий шаг или сделайте этот шаг концом разговора.',
  'scriptFault.unknownTarget': 'Шаг «{{place}}» ведёт к шагу {{detail}}, которого нет. Выберите другой.',
  'scriptFault.unreachable':
    'До шага «{{place}}» ни один разговор не доходит. Ведите к нему от другого шага или удалите его.',
  'scriptFault.cycle':
    'Шаг «{{place}}» приводит обратно к себе: разговор ходит по кругу. Ведите один из шагов круга вперёд.',
  'scriptFault.noEnd': 'Ни один путь не приводит к концу. Добавьте шаг «Конец разговора» и ведите к нему.',
  'scriptFault.noResult': 'Конец «{{place}}» без кода итога: по нему считают отчёты. Впишите код.',
  'scriptFault.noOptions': 'Шаг «{{place}}» спрашивает, но ответов нет. Добавьте ответы.',
  'scriptFault.tooManyOptions':
    'Шаг «{{place}}»: ответов больше, чем помещается на экран. Разделите вопрос на два шага.',
  'scriptFault.optionLeadsAway':
    'Шаг «{{place}}»: ответ {{detail}} ведёт в сторону, а отметить можно несколько. Уберите переход у ответа.',
  'scriptFault.noQuestionAsked': 'Развилка «{{place}}» ничего не проверяет. Задайте одно условие.',
  'scriptFault.noForm': 'Шаг «{{place}}» должен открыть часть рабочего места, но не сказано какую. Выберите.',
  'scriptFault.noText': 'Шаг «{{place}}» без слов. Впишите, что сказать или спросить.',
  'scriptFault.noTitle': 'У шага «{{place}}» нет короткого названия: его видно в цепочке шагов. Впишите его.',
  'scriptFault.textTooLong':
    'Шаг «{{place}}»: {{detail}} знаков за один раз вслух не читают. Разделите реплику на два шага, до 300 знаков в каждом.',
  'scriptFault.skipNotHere': 'Шаг «{{place}}» такого вида не пропускают. Уберите условие пропуска.',
  'scriptFault.unknownField':
    '«{{place}}»: поля {{detail}} сценарий не знает. Добавьте его в поля сценария или исправьте имя.',
  'scriptFault.unknownSource': 'Поле {{place}}: рабочее место не знает {{detail}}. Выберите источник из списка.',
  'scriptFault.fieldWithoutWords': 'Поле {{place}}: не сказано, какими словами называть {{detail}}. Впишите их.',
  'scriptFault.caseWithoutName': 'Поле {{place}}: по падежам склоняют только имена. Уберите падеж.',
  'scriptFault.brokenBraces': '«{{place}}»: скобка открыта и не закрыта или вложена в другую. Проверьте { } и [ ].',
  'scriptFault.phraseMissing':
    'Обязательные слова «{{detail}}» звучат не на каждом пути: без них разговор доходит до «{{place}}». Скажите их раньше.',
  'scriptFault.secretTooEarly':
    'Шаг «{{place}}» говорит о человеке прежде, чем его проверили. Поставьте проверку имени и даты рождения раньше.',
  'scriptFault.secretInHelp':
    'Ответ «{{place}}» открывают на любом шаге, поэтому поле {{detail}} в нём назвать нельзя. Уберите поле.',
  'scriptFault.unknownScript': 'Шаг «{{place}}» запускает сценарий, которого нет в действии. Выберите другой.',
  'scriptFault.unknownEntry':
    'Шаг «{{place}}» входит во внутренний сценарий на шаге, которого там нет. Выберите другой вход.',
  'scriptFault.recursion': 'Шаг «{{place}}» запускает сценарий, который уже идёт. Выберите другой.',
  'scriptFault.unknownEarlier':
    'Шаг «{{place}}» спрашивает об ответе {{detail}}, которого прежний шаг не даёт. Исправьте условие.',
  'scriptFault.unknownQuota': 'Шаг «{{place}}» спрашивает о квоте {{detail}}, которой нет. Исправьте условие.',
  'scriptFault.unknownTheme': 'Шаг «{{place}}»: темы {{detail}} нет в классификаторе обращений. Выберите другую.',
  'scriptFault.unknownScale': 'Шаг «{{place}}»: шкалы {{detail}} нет. Выберите шкалу из списка.',
  'scriptFault.codeNotOnScale': 'Шаг «{{place}}»: кода {{detail}} нет в шкале этого вопроса. Исправьте код ответа.',
  'scriptFault.duplicateHelp': 'Возражение или вопрос {{place}} записан дважды. Удалите один.',
  'scriptFault.datesReversed': 'Последний день действия раньше первого. Исправьте даты.',
  'scriptFault.tooBranched': 'Путей слишком много, проверить все нельзя. Разделите сценарий на два.',
  'scriptFault.breaksOther':
    'От этого сломается сценарий «{{place}}»: он запускает этот внутри себя ({{detail}}). Сначала измените его.',
} as const
