import type { Icon } from '@tabler/icons-react'
import { IconEar, IconMessageDots, IconUsersGroup } from '@tabler/icons-react'
import type { ListeningMode } from '#shared/features/telephony/listening.ts'

/** One picture for each way of taking part, the same on both desks. */
export const LISTENING_ICONS: Readonly<Record<ListeningMode, Icon>> = {
  listen: IconEar,
  whisper: IconMessageDots,
  join: IconUsersGroup,
}
