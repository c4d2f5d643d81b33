import { answerConsultation, approveAnswer, askApproval, recordSending, returnAnswer } from './answer-commands.ts'
import { assignCase, takeCase } from './case-assignment.ts'
import { attachFiles, openCase } from './case-opening.ts'
import { closeCase, decideCase, reopenCase } from './decision-commands.ts'
import { approveNotice, askNotice, recordNoticeSending, returnNotice } from './notice-commands.ts'
import { pauseRequest, requestRecords, settleRequest } from './records-request-commands.ts'
import { extendCase, forwardCase } from './term-commands.ts'

export const complaintsCommands = [
  openCase,
  attachFiles,
  takeCase,
  assignCase,
  requestRecords,
  pauseRequest,
  settleRequest,
  extendCase,
  forwardCase,
  decideCase,
  closeCase,
  reopenCase,
  askApproval,
  approveAnswer,
  returnAnswer,
  recordSending,
  answerConsultation,
  askNotice,
  approveNotice,
  returnNotice,
  recordNoticeSending,
] as const
