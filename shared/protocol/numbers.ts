import { z } from 'zod'

/** Numbers leased at once. A shift takes about 60 appeals; two blocks are kept ahead, so a desk can be away for a shift. */
export const NUMBER_BLOCK_SIZE = 100
/** The desk asks for the next block when fewer than this many numbers are left. */
export const NUMBERS_LOW = 100

/** A block of registration numbers leased to one device: serials `first`…`last` of a journal and year (rule NUM1). */
export const numberBlock = z.object({
  id: z.uuid(),
  journal: z.string(),
  year: z.number().int(),
  first: z.number().int().min(1),
  last: z.number().int().min(1),
})
export type NumberBlock = z.infer<typeof numberBlock>

/** `POST /api/sync/numbers`: `requestId` makes a repeat return the same block. */
export const numbersRequest = z.object({ requestId: z.uuid(), year: z.number().int().min(2020).max(2100) })
export const numbersAnswer = z.object({ block: numberBlock })
