/** The part of WebHID (WICG) that a headset needs; the library of the DOM does not have it. */
export interface HidItem {
  readonly isConstant?: boolean
  readonly isArray?: boolean
  readonly isAbsolute?: boolean
  /** Springs back by itself: a button, not a switch. */
  readonly hasPreferredState?: boolean
  readonly isRange?: boolean
  /** Page in the upper, usage in the lower sixteen bits. */
  readonly usages?: readonly number[]
  readonly usageMinimum?: number
  readonly usageMaximum?: number
  /** Bits. */
  readonly reportSize?: number
  readonly reportCount?: number
}

export interface HidReport {
  readonly reportId?: number
  readonly items?: readonly HidItem[]
}

export interface HidCollection {
  readonly usagePage?: number
  readonly usage?: number
  readonly inputReports?: readonly HidReport[]
  readonly outputReports?: readonly HidReport[]
  readonly children?: readonly HidCollection[]
}

export interface HidInputEvent {
  readonly reportId: number
  readonly data: DataView
}

export interface HidDevice {
  readonly productName: string
  readonly opened: boolean
  readonly collections: readonly HidCollection[]
  open(): Promise<void>
  close(): Promise<void>
  sendReport(reportId: number, data: BufferSource): Promise<void>
  addEventListener(type: 'inputreport', listener: (event: HidInputEvent) => void): void
  removeEventListener(type: 'inputreport', listener: (event: HidInputEvent) => void): void
}

/** `navigator.hid`. */
export interface Hid {
  getDevices(): Promise<readonly HidDevice[]>
  /** Needs a click; answers with nothing when the person chose nothing. */
  requestDevice(options: { readonly filters: readonly { readonly usagePage: number }[] }): Promise<readonly HidDevice[]>
  addEventListener(type: 'connect' | 'disconnect', listener: (event: { readonly device: HidDevice }) => void): void
  removeEventListener(type: 'connect' | 'disconnect', listener: (event: { readonly device: HidDevice }) => void): void
}
