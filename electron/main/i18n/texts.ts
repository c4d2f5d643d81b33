import type { AgentWish, PhoneState } from '#shared/ipc/contract.ts'
import type { FileKind } from '#shared/ipc/saved-file.ts'

/** The few words which the host itself says; everything else on the screen is the desk's. */
export interface HostTexts {
  readonly phoneState: Readonly<Record<PhoneState, string>>
  readonly tray: { readonly show: string; readonly quit: string; readonly wish: Readonly<Record<AgentWish, string>> }
  readonly menu: {
    readonly program: string
    readonly edit: string
    readonly view: string
    readonly undo: string
    readonly redo: string
    readonly cut: string
    readonly copy: string
    readonly paste: string
    readonly selectAll: string
    readonly zoomIn: string
    readonly zoomOut: string
    readonly resetZoom: string
    readonly fullScreen: string
  }
  /** Asked when the window is closed while the desk says that something would be lost. */
  readonly leave: { readonly message: string; readonly stay: string; readonly leave: string }
  /** `{field}` is the name of the setting that cannot be used. */
  readonly badSettings: { readonly title: string; readonly message: string }
  /** The dialogue for saving: what the kinds of files are called, and a file without a name. */
  readonly files: { readonly kinds: Readonly<Record<FileKind, string>>; readonly untitled: string }
  readonly crashed: { readonly title: string; readonly message: string }
}
