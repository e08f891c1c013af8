import type { Bridge } from '#shared/contracts/bridge.ts'

/** The shell's bridge. The only place of the page that touches `window.planisphere`. */
export const bridge: Bridge = window.planisphere
