import { SoftphoneProvider } from '#renderer/features/telephony/softphone-context.tsx'
import { DeskDataProvider } from '#renderer/sync/desk-data-context.tsx'
import { CallFlowContext } from './call/call-flow-context.ts'
import { DeskContext } from './desk-context.tsx'
import type { DeskParts } from './desk-parts.ts'
import { OperatorDesk } from './desks/operator-desk.tsx'
import { SupervisorDesk } from './desks/supervisor-desk.tsx'

/** The desk of the signed-in user's role. */
export function Desk({ parts }: { readonly parts: DeskParts }) {
  const { soft } = parts
  const desk = parts.workplace.user.role === 'SV' ? <SupervisorDesk /> : <OperatorDesk />
  return (
    <DeskContext value={parts}>
      <DeskDataProvider data={parts.data}>
        <CallFlowContext value={parts.flow}>
          {soft === null ? desk : <SoftphoneProvider soft={soft}>{desk}</SoftphoneProvider>}
        </CallFlowContext>
      </DeskDataProvider>
    </DeskContext>
  )
}
