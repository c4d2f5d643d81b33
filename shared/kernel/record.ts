/**
 * A record is one document that both sides keep: `kind` names its schema, `version` counts accepted changes from 1.
 * Versions are given by the server only; on a desk `version` is 0 until the server has accepted the creating command.
 */
export interface RecordRef {
  readonly kind: string
  readonly id: string
}

/** What a command does to one record. `data: null` removes it. */
export interface RecordChange extends RecordRef {
  readonly data: unknown
}

export function recordKey(ref: RecordRef): string {
  return `${ref.kind}:${ref.id}`
}
