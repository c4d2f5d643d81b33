import { AT_REST, type HeadsetScene, type HeadsetWish, lampsOf, wishOf } from './headset-step.ts'
import type { Hid, HidDevice, HidInputEvent } from './hid-device.ts'
import { type HeadsetButton, lampReports, readBit, TELEPHONY_PAGE, type UsageMap, usageMapOf } from './usage-map.ts'

export interface HeadsetOptions {
  readonly hid: Hid
  readonly onWish: (wish: HeadsetWish) => void
  /** The names of headsets whose buttons work now. */
  readonly onChange: (names: readonly string[]) => void
}

interface Connected {
  readonly device: HidDevice
  readonly map: UsageMap
  readonly down: Map<HeadsetButton, boolean>
  readonly listen: (event: HidInputEvent) => void
  /** What was sent last, by report: nothing is sent twice. */
  readonly sent: Map<number, string>
}

/**
 * Buttons and lamps of every headset that this browser may use, through WebHID: no programme of a vendor is needed. The desk is the one truth; a headset
 * that says otherwise is told again by its lamps. [TEL120]–[TEL122]
 */
export class Headset {
  private readonly options: HeadsetOptions
  private readonly connected = new Map<HidDevice, Connected>()
  private scene: HeadsetScene = AT_REST
  private isOn = false
  /** One device after another, and never opened twice. */
  private chain: Promise<void> = Promise.resolve()

  constructor(options: HeadsetOptions) {
    this.options = options
  }

  /** Looks for headsets that may be used already, and for those that are plugged in from now on. */
  async start(): Promise<void> {
    if (this.isOn) return
    this.isOn = true
    const { hid } = this.options
    hid.addEventListener('connect', this.onConnect)
    hid.addEventListener('disconnect', this.onDisconnect)
    for (const device of await hid.getDevices().catch(() => [])) this.add(device)
    await this.chain
  }

  /** Puts every lamp out and lets go of the headsets: another programme may want them. */
  async stop(): Promise<void> {
    if (!this.isOn) return
    this.isOn = false
    const { hid } = this.options
    hid.removeEventListener('connect', this.onConnect)
    hid.removeEventListener('disconnect', this.onDisconnect)
    this.scene = AT_REST
    await this.chain
    for (const it of [...this.connected.values()]) {
      await this.light(it)
      this.remove(it.device)
      await it.device.close().catch(() => undefined)
    }
  }

  /** Asks the person which headset; by a click only. Resolves to whether one was chosen. */
  async choose(): Promise<boolean> {
    const chosen = await this.options.hid.requestDevice({ filters: [{ usagePage: TELEPHONY_PAGE }] }).catch(() => [])
    for (const device of chosen) this.add(device)
    await this.chain
    return chosen.length > 0
  }

  show(scene: HeadsetScene): void {
    this.scene = scene
    for (const it of this.connected.values()) void this.light(it)
  }

  private readonly onConnect = ({ device }: { readonly device: HidDevice }): void => this.add(device)
  private readonly onDisconnect = ({ device }: { readonly device: HidDevice }): void => this.remove(device)

  private add(device: HidDevice): void {
    const map = usageMapOf(device.collections)
    if (map === undefined) return
    this.chain = this.chain.then(async () => {
      if (!this.isOn || this.connected.has(device)) return
      try {
        if (!device.opened) await device.open()
      } catch {
        // Another programme holds it: the headset goes on as a microphone and a loudspeaker.
        return
      }
      const it: Connected = {
        device,
        map,
        down: new Map(),
        sent: new Map(),
        listen: (event) => this.take(it, event),
      }
      device.addEventListener('inputreport', it.listen)
      this.connected.set(device, it)
      this.tell()
      await this.light(it)
    })
  }

  private remove(device: HidDevice): void {
    const it = this.connected.get(device)
    if (it === undefined) return
    device.removeEventListener('inputreport', it.listen)
    this.connected.delete(device)
    this.tell()
  }

  private tell(): void {
    this.options.onChange([...this.connected.keys()].map(({ productName }) => productName))
  }

  private take(it: Connected, { reportId, data }: HidInputEvent): void {
    for (const [button, place] of Object.entries(it.map.buttons) as [
      HeadsetButton,
      NonNullable<UsageMap['buttons'][HeadsetButton]>,
    ][]) {
      if (place.reportId !== reportId) continue
      const isDown = readBit(data, place)
      const before = it.down.get(button) ?? false
      it.down.set(button, isDown)
      if (isDown === before) continue
      const wish = wishOf(button, isDown, place, this.scene)
      if (wish !== undefined) this.options.onWish(wish)
    }
  }

  private async light(it: Connected): Promise<void> {
    for (const [reportId, data] of lampReports(it.map, lampsOf(this.scene))) {
      const written = data.join()
      if (it.sent.get(reportId) === written) continue
      it.sent.set(reportId, written)
      // A headset that is being pulled out takes nothing any more.
      await it.device.sendReport(reportId, data).catch(() => it.sent.delete(reportId))
    }
  }
}
