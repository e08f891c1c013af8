import type { EvaluateOptions } from '../contracts/retrieval.ts'

/** What a preset decides. The encoder, a filter, centring and re-ranking stay as they are chosen. */
export type PresetOptions = Pick<EvaluateOptions, 'queries' | 'galleryKind' | 'gallery' | 'positives' | 'split'>

/** A published way to evaluate, as far as it can be repeated here. */
export interface ProtocolPreset {
  readonly id: string
  readonly name: string
  /** One sentence: what is measured. */
  readonly about: string
  /** Where it comes from; empty for one that follows no paper. */
  readonly source: string
  readonly options: PresetOptions
  /** The metrics to look at first: those that its authors report, as far as their abstracts and code lists say. */
  readonly metrics: readonly string[]
  /** What of the original it does not repeat. Empty where there is nothing to say. */
  readonly limits: string
}

const text = { queries: 'captions', galleryKind: 'satellite', gallery: 'all', positives: 'own-place', split: 'test' } as const

export const protocolPresets = [
  {
    id: 'cvg-text',
    name: 'CVG-Text',
    about: 'Captions against the 100 satellite views nearest to the truth.',
    source: 'Ye et al., Where am I? Cross-View Geo-localization with Natural Language Descriptions, arXiv 2412.17007',
    options: { ...text, gallery: 'nearest:100' },
    metrics: ['R@1', 'R@5', 'R@10', 'L@50'],
    limits:
      'The authors evaluate each city and each kind of text (panorama, single view) by itself: use a filter such as region:Brisbane. OSM tiles as the gallery: choose OSM views. Ties fall by document id here, which their code leaves to the sort. With 100 candidates chance is 1 % whatever the size of the city.'
  },
  {
    id: 'core-world',
    name: 'CORE, world level',
    about: 'Captions of held-out regions of all continents against all satellite views of these regions.',
    source: 'Hu et al., Global Cross-Modal Geo-Localization, arXiv 2603.08491',
    options: text,
    metrics: ['R@1', 'R@5', 'R@10', 'L@50'],
    limits: 'It takes the split test of the project: the figures are those of the paper only where that split holds the paper’s test regions, and the encoder was trained on no other of them.'
  },
  {
    id: 'core-intercontinental',
    name: 'CORE, intercontinental level',
    about: 'Captions of a continent that the encoder was not trained on against all satellite views of that continent.',
    source: 'Hu et al., Global Cross-Modal Geo-Localization, arXiv 2603.08491',
    options: text,
    metrics: ['R@1', 'R@5', 'R@10', 'L@50'],
    limits: 'The held-out continent must be the split test of the project, and the encoder must have been trained on the rest: a run is one continent. All continents in turn: planisphere planet ablate --levels continents.'
  },
  {
    id: 'geotext-1652',
    name: 'GeoText-1652, text to image',
    about: 'Captions against all drone views; every drone view of the same building is right.',
    source: 'Chu et al., Towards Natural Language-Guided Drones: GeoText-1652 Benchmark with Spatial Relation Matching, ECCV 2024',
    options: { ...text, galleryKind: 'drone' },
    metrics: ['R@1', 'R@5', 'R@10'],
    limits: 'By embeddings alone: the authors’ second stage, which matches image and text jointly, and the boxes with their texts play no part. Captions of satellite and ground views are queries too, unless a filter leaves them out.'
  },
  {
    id: 'geotext-1652-captions',
    name: 'GeoText-1652, image to text',
    about: 'Drone views against all captions; every caption of the same building is right.',
    source: 'Chu et al., Towards Natural Language-Guided Drones: GeoText-1652 Benchmark with Spatial Relation Matching, ECCV 2024',
    options: { ...text, queries: 'drone', galleryKind: 'captions' },
    metrics: ['R@1', 'R@5', 'R@10'],
    limits: 'By embeddings alone: the authors’ second stage, which matches image and text jointly, plays no part. Captions of the other views of a building count as right as well.'
  },
  {
    id: 'university-1652-drone',
    name: 'University-1652, drone to satellite',
    about: 'Drone views against all satellite views: which building is this?',
    source: 'Zheng et al., University-1652: A Multi-view Multi-source Benchmark for Drone-based Geo-localization, ACM MM 2020',
    options: { ...text, queries: 'drone' },
    metrics: ['R@1', 'R@1%', 'MRR'],
    limits: 'Average precision, which the authors report beside R@1, is not computed; with one satellite view a building it is near MRR, not equal. Their gallery holds satellite views of buildings that no query shows: give these the split test too.'
  },
  {
    id: 'university-1652-satellite',
    name: 'University-1652, satellite to drone',
    about: 'Satellite views against all drone views; every drone view of the same building is right.',
    source: 'Zheng et al., University-1652: A Multi-view Multi-source Benchmark for Drone-based Geo-localization, ACM MM 2020',
    options: { ...text, queries: 'satellite', galleryKind: 'drone' },
    metrics: ['R@1', 'R@1%', 'nDCG@10'],
    limits: 'Average precision, which the authors report beside R@1, is not computed: nDCG@10 and recall@K say how many of the right views come early. Buildings without drone views are no queries.'
  },
  {
    id: 'satellite-captions',
    name: 'Satellite to captions',
    about: 'Satellite views against all captions: which text describes this tile?',
    source: '',
    options: { ...text, queries: 'satellite', galleryKind: 'captions' },
    metrics: ['R@1', 'R@5', 'R@10', 'MRR'],
    limits: ''
  },
  {
    id: 'street-satellite',
    name: 'Street image to satellite',
    about: 'Street photographs against all satellite views: where was this taken?',
    source: '',
    options: { ...text, queries: 'street' },
    metrics: ['R@1', 'R@5', 'R@10', 'R@1%', 'L@50'],
    limits: 'Photographs and tiles are whole: benchmarks that align the heading of panoramas, or that count neighbouring tiles as right (VIGOR’s semi-positives), need radius:M and views cut to match.'
  }
] as const satisfies readonly ProtocolPreset[]

export type PresetId = (typeof protocolPresets)[number]['id']

export function findPreset(id: string): ProtocolPreset | undefined {
  return protocolPresets.find((preset) => preset.id === id)
}

/** Fields of a preset that options do not follow. Empty: they are the preset's. */
export function changedFrom(preset: ProtocolPreset, options: PresetOptions): (keyof PresetOptions)[] {
  return (Object.keys(preset.options) as (keyof PresetOptions)[]).filter((field) => preset.options[field] !== options[field])
}

/** What is kept in a protocol: the preset's id, with `changed:` before it where options were changed after it was chosen. */
export function presetName(preset: ProtocolPreset | undefined, options: PresetOptions): string | null {
  if (preset === undefined) return null
  return changedFrom(preset, options).length === 0 ? preset.id : `changed:${preset.id}`
}
