import type { HostBridge } from '#shared/ipc/contract.ts'
import { createBrowserHost, realBrowser } from './browser-host.ts'

declare global {
  interface Window {
    /** Put there by the preload script of the Electron host; absent in a browser. */
    readonly desktop?: HostBridge
  }
}

/** Version of the build (vite.config.ts). */
declare const __OPORA_VERSION__: string

/** The computer this desk runs on: the only door from the desk to its host. */
export const host: HostBridge = window.desktop ?? createBrowserHost(realBrowser(__OPORA_VERSION__))
