import { z } from 'zod'
import { listeningKey } from './listening.ts'

/** Answer of `GET /api/telephony/credentials`: what the desk needs to register its phone. Valid until `expiresAt`, then asked again. */
export const phoneCredentials = z.object({
  /** Address of record, `sip:1001@opora.local`. */
  uri: z.string(),
  /** WebSocket of the exchange, `ws://` on loopback, `wss://` elsewhere. */
  server: z.string(),
  authorizationUsername: z.string(),
  authorizationPassword: z.string(),
  expiresAt: z.string(),
  iceServers: z.array(
    z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() }),
  ),
  /** Whether this desk records its calls; false where the exchange does, or nobody. A server of before says nothing. */
  recordsCalls: z.boolean().default(false),
  /** Service numbers whose calls the desk answers by itself. A server of before says nothing. */
  autoAnswers: z.array(z.string().max(20)).default([]),
  /** Whose grants let a supervisor into calls of this desk; without it nobody is let in. */
  listeningKey: listeningKey.optional(),
})
export type PhoneCredentials = z.infer<typeof phoneCredentials>
