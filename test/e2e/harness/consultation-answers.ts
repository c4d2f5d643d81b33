/** What the person says to the script of an inbound consultation and of the invitation inside it. */
export const CONSULTATION_ANSWERS = [
  'Совпало',
  'Типовой вопрос',
  'Да, ответ дан',
  'Да',
  'Вечером в будний день',
  'Запишется сам',
  'Не нужно',
  'Всё понятно',
]
