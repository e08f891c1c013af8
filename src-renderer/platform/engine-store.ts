import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AppInfo, EngineStatus } from '#shared/contracts/bridge.ts'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { bridge } from './bridge.ts'
import { engine } from './engine-client.ts'

export type Providers = MethodOutput<'engine.providers'>

/** State of the engine process, its versions and its execution providers. */
export const useEngine = defineStore('engine', () => {
  const status = shallowRef<EngineStatus>({ state: 'starting', pid: null, restarts: 0, message: null })
  const info = shallowRef<MethodOutput<'engine.info'> | null>(null)
  const app = shallowRef<AppInfo | null>(null)
  const providers = shallowRef<Providers | null>(null)
  const probing = ref(false)
  /** Set when the engine came back after a loss, until the person dismisses it. */
  const restarted = ref(false)

  /** The restart that the page has recovered from. */
  let lives = 0

  /** The provider that would be used now: what the person chose if it is available, else the best that is. */
  const providerInUse = computed(() => {
    const available = providers.value?.filter((probe) => probe.available) ?? []
    return available.find((probe) => probe.provider !== 'cpu') ?? available[0] ?? null
  })

  async function load(): Promise<void> {
    bridge.engine.onStatus((next) => {
      status.value = next
      if (next.state !== 'ready' || next.restarts <= lives) return
      lives = next.restarts
      restarted.value = true
      void engine.recover().then(refresh).catch(() => undefined)
    })
    status.value = await bridge.engine.status()
    lives = status.value.restarts
    app.value = await bridge.app.info()
    void refresh()
    void probe(false)
  }

  async function refresh(): Promise<void> {
    try {
      info.value = await engine.call('engine.info', {})
    } catch {
      info.value = null
    }
  }

  async function probe(again: boolean): Promise<void> {
    probing.value = true
    try {
      providers.value = await engine.call('engine.providers', { again })
    } catch {
      providers.value = providers.value ?? []
    } finally {
      probing.value = false
    }
  }

  async function restart(): Promise<void> {
    await bridge.engine.restart()
  }

  return { status, info, app, providers, probing, restarted, providerInUse, load, refresh, probe, restart }
})
