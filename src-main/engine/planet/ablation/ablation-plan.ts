import { createHash } from 'node:crypto'
import type { AblateOptions, AblationVariant, PhysicalWeights } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { Random } from '../../sample/random.ts'
import type { TrainingPool } from '../data/training-pool.ts'
import type { SplitRows } from '../training/training-protocol.ts'

/** One division of the places into training, validation and test: that of the project, or one with a continent held out. */
export interface Division {
  readonly level: 'world' | 'continents'
  /** The continent that is the test. */
  readonly held: string | null
  readonly rows: SplitRows
}

/** One training of an ablation. */
export interface AblationRun {
  readonly division: number
  readonly variant: AblationVariant
  readonly seed: number
  /** What its files are called. */
  readonly name: string
}

/** Share of the regions that are left which validation gets when a continent is held out. */
const validationShare = 0.1

/** Weights of L_phy's terms in a variant; null: L_itc alone. */
export function weightsOf(variant: AblationVariant, weights: PhysicalWeights): PhysicalWeights | null {
  if (variant === 'contrastive') return null
  if (variant === 'planet') return weights
  return { colour: 0, structure: 0, texture: 0, [variant]: 1 }
}

/** The divisions of the levels that were asked for. UNSUPPORTED where a test is empty or continents are unknown. */
export function divisionsOf(pool: TrainingPool, levels: AblateOptions['levels']): Division[] {
  const out: Division[] = []
  if (levels.includes('world')) {
    if (pool.rows.test.length < 2) throw new PlanisphereError('UNSUPPORTED', 'The project has no places to test on: none of the split test has a satellite view and a caption.', { hint: 'Give some regions the split test.' })
    out.push({ level: 'world', held: null, rows: pool.rows })
  }
  if (levels.includes('continents')) {
    const held = continentDivisions(pool)
    if (held.length < 2) throw new PlanisphereError('UNSUPPORTED', 'Leaving one continent out needs regions of at least two continents.', { hint: 'Give the regions their continents, or ablate at world level only.' })
    out.push(...held)
  }
  return out
}

/** All regions of a continent are the test in turn; of the others a seeded tenth is validation, the rest training. */
function continentDivisions({ rows, arrays, data }: TrainingPool): Division[] {
  const all = Int32Array.from([...rows.train, ...rows.val, ...rows.test]).sort()
  const regionOf = (row: number): number => arrays.regions[row] as number
  const continentOf = (region: number): string | null => data.regions.get(region)?.continent ?? null
  const regions = [...new Set(Array.from(all, regionOf))].sort((a, b) => (data.regions.get(a)?.uid ?? '').localeCompare(data.regions.get(b)?.uid ?? '', 'en'))
  const continents = [...new Set(regions.map(continentOf))].filter((continent) => continent !== null).sort()
  return continents.map((held) => {
    const others = new Random(`validation/${held}`).shuffled(regions.filter((region) => continentOf(region) !== held && continentOf(region) !== null))
    const validation = new Set(others.slice(0, Math.max(1, Math.round(others.length * validationShare))))
    const training = new Set(others.slice(validation.size))
    const of = (fits: (region: number) => boolean): Int32Array => all.filter((row) => fits(regionOf(row)))
    return {
      level: 'continents' as const,
      held,
      rows: { train: of((region) => training.has(region)), val: of((region) => validation.has(region)), test: of((region) => continentOf(region) === held) }
    }
  })
}

/** Every training, in the order in which the report fills: seed by seed, the variants of a seed beside each other. */
export function runsOf(divisions: readonly Division[], { seeds, variants }: Pick<AblateOptions, 'seeds' | 'variants'>): AblationRun[] {
  return divisions.flatMap(({ level, held }, division) =>
    [...new Set(seeds)].flatMap((seed) => [...new Set(variants)].map((variant) => ({ division, variant, seed, name: `${level === 'world' || held === null ? 'world' : `without-${fileNameOf(held)}`}.${variant}.${seed}` })))
  )
}

/** A continent's name is whatever was imported: only its letters and digits go into a file's name, and a hash keeps apart those that then look alike. */
function fileNameOf(continent: string): string {
  const words = continent.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 40)
  return `${words}-${createHash('sha256').update(continent).digest('hex').slice(0, 8)}`
}
