/// <reference types="vite/client" />
import type { Bridge } from '#shared/contracts/bridge.ts'

declare global {
  interface Window {
    readonly planisphere: Bridge
  }
}
