import L from 'leaflet'
import { shallowRef, watch, type ShallowRef } from 'vue'
import { tileUrl } from '#shared/contracts/bridge.ts'
import { engine, useSettings } from '../platform/index.ts'
import { OutlineLayer } from './outline-layer.ts'

export interface BaseMapChoice {
  readonly value: string
  readonly kind: 'offline' | 'server' | 'archive'
  readonly name: string
}

/**
 * Puts the base map of the settings under a map and changes it with them. An archive or server that cannot be shown
 * leaves the offline outline in place and says why in `problem`.
 */
export function useBaseMap(map: ShallowRef<L.Map | null>): { problem: ShallowRef<string | null>; choices: () => readonly BaseMapChoice[]; choose: (value: string) => void } {
  const settings = useSettings()
  const problem = shallowRef<string | null>(null)
  let outline: OutlineLayer | null = null
  let tiles: L.TileLayer | null = null

  function choices(): readonly BaseMapChoice[] {
    return [
      { value: 'offline', kind: 'offline', name: '' },
      ...settings.values.tileServers.map(({ name }) => ({ value: name, kind: 'server' as const, name })),
      ...settings.values.tileArchives.map((path) => ({ value: path, kind: 'archive' as const, name: path.split(/[\\/]/).pop() ?? path }))
    ]
  }

  watch(
    [map, () => settings.values.baseMap, () => settings.values.tileServers],
    async ([now], _before, onCleanup) => {
      if (now === null) return
      let current = true
      onCleanup(() => {
        current = false
      })
      const next = await layerFor(settings.values.baseMap)
      if (!current) return
      tiles?.remove()
      tiles = next?.addTo(now) ?? null
      if (next === null) {
        outline ??= new OutlineLayer(settings.language)
        outline.addTo(now).bringToBack()
      } else outline?.remove()
    },
    { immediate: true }
  )

  // The colours are tokens of the theme: they are read again once the new theme's values are in force.
  watch([() => settings.theme, () => settings.language], () => outline?.restyle(settings.language), { flush: 'post' })

  async function layerFor(choice: string): Promise<L.TileLayer | null> {
    problem.value = null
    if (choice === 'offline') return null
    const server = settings.values.tileServers.find(({ name }) => name === choice)
    if (server !== undefined) return L.tileLayer(server.url, { attribution: escapeHtml(server.attribution), maxNativeZoom: server.maxZoom, maxZoom: 24, className: 'map-tiles' })
    try {
      const archive = await engine.call('media.tileArchive', { path: choice })
      return L.tileLayer(tileUrl(archive.id), { attribution: escapeHtml(archive.attribution), minNativeZoom: archive.minZoom, maxNativeZoom: archive.maxZoom, maxZoom: 24, className: 'map-tiles' })
    } catch (thrown) {
      problem.value = thrown instanceof Error ? thrown.message : String(thrown)
      return null
    }
  }

  return { problem, choices, choose: (value) => void settings.change({ baseMap: value }) }
}

/** Leaflet writes attributions as HTML; an archive's metadata is somebody else's. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}
