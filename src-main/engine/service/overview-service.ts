import type { Overview } from '#shared/contracts/projects.ts'
import { captionStatuses, type CaptionStatus } from '#shared/domain/vocabulary.ts'
import { captionStatistics } from '../store/caption-statistics.ts'
import type { RegionCounts } from '../store/repositories/overview.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** Progress and distributions of a project. */
export function overviewHandlers(engine: EngineContext): Pick<Handlers, 'projects.overview' | 'projects.regions' | 'projects.facets'> {
  return {
    async 'projects.overview'({ project: handle }) {
      const project = engine.project(handle)
      const [regions, totals, annotators] = await Promise.all([
        project.store.read('overview.regions', {}),
        project.store.read('overview.totals', {}),
        project.store.read('overview.annotators', {})
      ])
      const byStatus = sumStatuses(regions)
      const captions = Object.values(byStatus).reduce((sum, n) => sum + n, 0)
      // The screen reads again when the rest is counted.
      const counted = await captionStatistics(project, captions, () => engine.emit({ type: 'changed', project: project.handle, what: ['captions'] }))
      return {
        ...totals,
        byStatus,
        counted: counted.count,
        byContinent: byContinent(regions),
        byAnnotator: annotators,
        byAuthor: Object.entries(counted.authors).map(([author, n]) => ({ author, captions: n })).sort((a, b) => b.captions - a.captions),
        captionWords: Object.entries(counted.words).map(([from, count]) => ({ from: Number(from), count })).sort((a, b) => a.from - b.from),
        regions
      }
    },

    async 'projects.regions'({ project: handle }) {
      return engine.project(handle).store.read('overview.regions', {})
    },

    async 'projects.facets'({ project: handle }) {
      const facets = await engine.project(handle).store.read('overview.facets', {})
      const distinct = (values: (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort()
      return { ...facets, countries: distinct(facets.regions.map((region) => region.country)), continents: distinct(facets.regions.map((region) => region.continent)) }
    }
  }
}

function sumStatuses(regions: readonly RegionCounts[]): Record<CaptionStatus, number> {
  return Object.fromEntries(captionStatuses.map((status) => [status, regions.reduce((sum, region) => sum + region.byStatus[status], 0)])) as Record<CaptionStatus, number>
}

function byContinent(regions: readonly RegionCounts[]): Overview['byContinent'] {
  const sums = new Map<string | null, { continent: string | null; places: number; captions: number; reviewed: number }>()
  for (const region of regions) {
    const continent = region.region?.continent ?? null
    const sum = sums.get(continent) ?? { continent, places: 0, captions: 0, reviewed: 0 }
    sum.places += region.places
    sum.captions += region.captions
    sum.reviewed += region.captions - region.byStatus.unreviewed
    sums.set(continent, sum)
  }
  return [...sums.values()].sort((a, b) => b.places - a.places)
}
