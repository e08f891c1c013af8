import type { Component } from 'vue'
import { CornerDownRight, Layers, MapPin } from '@lucide/vue'
import { translate } from '../i18n/index.ts'
import { actions, useProject, type Action, type Screen } from '../platform/index.ts'
import { fuzzyScore } from './fuzzy.ts'

export interface PaletteEntry {
  readonly id: string
  readonly kind: 'screen' | 'command' | 'project' | 'region'
  readonly label: string
  readonly hint?: string
  readonly keys?: string
  readonly icon: Component
  readonly run: () => void
}

interface Targets {
  readonly screens: readonly Screen[]
  readonly openProject: (path: string) => void
  readonly openRegion: (region: number) => void
}

/** All that the palette can do now. */
export function paletteEntries({ screens, openProject, openRegion }: Targets): PaletteEntry[] {
  const project = useProject()
  const usable = (action: Action) => action.hidden !== true && (action.enabled?.() ?? true)
  const entries: PaletteEntry[] = actions.value.filter(usable).map((action) => {
    const screen = screens.find((other) => action.id === `screen-${other.name}`)
    return {
      id: action.id,
      kind: screen === undefined ? 'command' : 'screen',
      label: screen === undefined ? action.label() : translate(`screens.${screen.name}`),
      keys: action.keys[0],
      icon: screen?.icon ?? CornerDownRight,
      run: () => action.run()
    }
  })
  for (const recent of project.recent) {
    if (recent.exists && recent.path !== project.current?.path) {
      entries.push({ id: `project ${recent.path}`, kind: 'project', label: recent.name, hint: recent.path, icon: Layers, run: () => openProject(recent.path) })
    }
  }
  for (const region of project.facets?.regions ?? []) {
    entries.push({ id: `region ${region.id}`, kind: 'region', label: region.name, hint: region.country ?? undefined, icon: MapPin, run: () => openRegion(region.id) })
  }
  return entries
}

const rank = { screen: 3, command: 2, project: 1, region: 0 }

/** The best entries for a query; without one, screens and commands. */
export function matchEntries(entries: readonly PaletteEntry[], query: string, limit = 60): PaletteEntry[] {
  if (query.trim() === '') {
    return entries.filter((entry) => entry.kind !== 'region').sort((a, b) => rank[b.kind] - rank[a.kind]).slice(0, limit)
  }
  return entries
    .flatMap((entry) => {
      const score = fuzzyScore(query, entry.label) ?? (entry.hint === undefined ? null : lower(fuzzyScore(query, entry.hint)))
      return score === null ? [] : [{ entry, score: score + rank[entry.kind] }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ entry }) => entry)
}

function lower(score: number | null): number | null {
  return score === null ? null : score * 0.5
}
