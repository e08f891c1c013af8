import type { Component } from 'vue'
import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import type { SearchQuery } from '#shared/contracts/retrieval.ts'
import type { Action } from './actions.ts'

export const screenNames = ['projects', 'overview', 'browse', 'review', 'history', 'team', 'retrieve', 'compare', 'encoders', 'planet', 'jobs', 'settings'] as const
export type ScreenName = (typeof screenNames)[number]

/** What each `features/<screen>/index.ts` exports as `screen`. */
export interface Screen {
  readonly name: ScreenName
  readonly route: string
  readonly icon: Component
  /** Loaded when the screen is first shown. */
  readonly component: () => Promise<unknown>
  /** The letter after `g`. */
  readonly letter: string
  /** Whether it shows something without an open project. */
  readonly withoutProject?: boolean
  /** Its actions with their keys, for the key settings: they are never run from this list. */
  readonly actions?: readonly Action[]
}

/** Stands in for what a screen's actions do, where they are only listed. */
export const unbound = Object.freeze({}) as never

export type PlanetTab = 'signatures' | 'train' | 'models' | 'ablation' | 'consistency'
export type TeamTab = 'annotators' | 'agreement' | 'assign' | 'gold' | 'packages' | 'inbox'

/** What one screen can hand to another when it opens it. */
export interface Handovers {
  projects: { action: 'import' | 'export' | 'sample'; source?: string }
  overview: Record<string, never>
  browse: { filter?: Filter; order?: BrowseOrder; place?: number }
  review: { filter?: Filter; order?: BrowseOrder; caption?: number }
  history: { annotator?: string; text?: string }
  team: { tab?: TeamTab }
  retrieve: { query: SearchQuery; label?: string }
  compare: { runs?: string[] }
  encoders: { encoder?: string; action?: 'add' }
  planet: { tab?: PlanetTab; encoder?: string }
  jobs: { job?: string }
  settings: { section?: 'general' | 'engine' | 'maps' | 'keys' | 'about' }
}
