import type { ComponentType } from 'react'
import { SoftphoneProvider } from '#renderer/features/telephony/softphone-context.tsx'
import { TransferDirectoryContext } from '#renderer/features/telephony/transfer-directory.ts'
import { HostContext } from '#renderer/platform/host-context.ts'
import { DeskDataProvider } from '#renderer/sync/desk-data-context.tsx'
import type { Role } from '#shared/kernel/actor.ts'
import { CallFlowContext } from './call/call-flow-context.ts'
import { useTransferDirectory } from './call/use-transfer-directory.ts'
import { DeskContext } from './desk-context.tsx'
import type { DeskParts } from './desk-parts.ts'
import { ClinicDesk } from './desks/clinic-desk.tsx'
import { ExpertDesk } from './desks/expert-desk.tsx'
import { OperatorDesk } from './desks/operator-desk.tsx'
import { SupervisorDesk } from './desks/supervisor-desk.tsx'
import { KnowledgeProvider } from './knowledge/knowledge-provider.tsx'

const DESKS: Readonly<Record<Role, ComponentType>> = {
  L1: OperatorDesk,
  L2: ClinicDesk,
  L3: ExpertDesk,
  SV: SupervisorDesk,
  AD: OperatorDesk,
}

/** The desk of the signed-in user's role. */
export function Desk({ parts }: { readonly parts: DeskParts }) {
  const { soft } = parts
  const RoleDesk = DESKS[parts.workplace.user.role]
  const desk = <RoleDesk />
  return (
    <HostContext value={parts.host}>
      <DeskContext value={parts}>
        <DeskDataProvider data={parts.data}>
          <CallFlowContext value={parts.flow}>
            <KnowledgeProvider>
              {soft === null ? (
                desk
              ) : (
                <SoftphoneProvider soft={soft}>
                  <TransferDirectoryContext value={useTransferDirectory}>{desk}</TransferDirectoryContext>
                </SoftphoneProvider>
              )}
            </KnowledgeProvider>
          </CallFlowContext>
        </DeskDataProvider>
      </DeskContext>
    </HostContext>
  )
}
