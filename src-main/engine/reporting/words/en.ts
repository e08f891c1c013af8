/** Every text of a report, in English. The Chinese ones have the same shape (`words.ts`). */
export const en = {
  untitled: (project: string) => `Evaluation of ${project}`,
  madeBy: (version: string) => `Made by Planisphere ${version}`,
  data: 'Data',
  lead: {
    project: (name: string, places: string, views: string, captions: string) => `Project ${name}: ${places} places, ${views} views, ${captions} captions`,
    runs: (n: number) => (n === 1 ? 'One run' : `${n} runs`),
    all: 'all queries of each run',
    join: '; ',
    some: (n: string, parts: string) => `${n} queries: ${parts}`
  },
  selection: {
    where: (text: string) => `filter “${text}”`,
    ranks: (run: string, from: string, to: string | null) => (to === null ? `rank under ${run} from ${from} on` : `rank under ${run} ${from} to ${to}`),
    errors: (run: string, from: string, to: string | null) => (to === null ? `error under ${run} from ${from} on` : `error under ${run} ${from} to ${to}`),
    outcome: { won: (a: string, b: string) => `${a} ranks better than ${b}`, lost: (a: string, b: string) => `${a} ranks worse than ${b}`, tied: (a: string, b: string) => `${a} and ${b} rank alike` },
    within: (corners: number) => `truth inside a ring of ${corners} corners drawn on the map`,
    projected: 'point inside a ring drawn on a projection of the embeddings'
  },
  runs: { title: 'What was compared', letter: '', name: 'Run', encoder: 'Encoder', made: 'Made', queries: 'Queries', gallery: 'Gallery', imported: 'imported' },
  group: {
    one: 'Results',
    of: (i: number, n: number) => `Results, protocol ${i} of ${n}`,
    apart: (letters: string, fields: string) => `${letters} stand apart: their protocol differs from the first in ${fields}. Figures of different protocols are not compared.`,
    field: (field: string, here: string, there: string) => `${field} (${here} here, ${there} there)`
  },
  warnings: {
    groups: (n: number) => `The runs follow ${n} different protocols. Each has tables of its own; a figure of one must not be read against a figure of another.`,
    'few-regions': 'Fewer than 20 regions: intervals are small-sample ones, and a test of so few regions seldom finds a difference.',
    'no-regions': 'The queries lie in no region: places are taken as independent, which makes intervals too narrow where they are close together.',
    'different-queries': 'The runs do not have the same queries: each figure is over the run’s own, differences are over those that both have.',
    other: (code: string) => `The engine warns: ${code}.`,
    pairs: (why: string) => `No pair could be tested: ${why}`
  },
  main: {
    title: 'Main table',
    note: (confidence: string, estimand: string, several: boolean) => `Figures with ${confidence} intervals as regions vary, ${estimand}.${several ? ' Bold: better than every other run of this table, and the differences to all of them stand (sign-flip of regions, Holm over the pairs, 0.05).' : ''}`,
    sample: (queries: string, places: string, regions: string) => `${queries} queries of ${places} places in ${regions} regions`,
    base: 'Over',
    figure: (metric: string) => `${metric} with its interval`
  },
  metrics: { medianRank: 'Median rank', medianErrorM: 'Median error', meanErrorM: 'Mean error' },
  estimand: { query: 'as a new query of the same mixture would see them', region: 'every region counting alike' },
  pairs: {
    title: (metric: string) => `Differences in ${metric}`,
    pair: 'Pair', difference: 'Difference', p: 'p', holm: 'p (Holm)', t: 't test (regions alike)', mcnemar: 'McNemar', dz: 'd_z', outcome: 'Better / worse / alike', stands: 'Stands', yes: 'yes', no: 'no', unpaired: 'Unpaired',
    note: (confidence: string) => `First minus second over the queries that both have, with ${confidence} intervals. p: two-sided sign-flip of whole regions; a difference stands where p after Holm is under 0.05. d_z: mean of the regions’ differences over their standard deviation.`,
    why: { captions: 'McNemar does not apply: places have several captions, which are not independent.', metric: 'McNemar applies to R@1 only.', regions: 'There are too few regions to test on.', median: 'A median is no mean of queries: t, effect sizes and McNemar do not apply.' },
    figure: (metric: string) => `Differences in ${metric}, with intervals`
  },
  slices: {
    title: (by: string, metric: string) => `${metric} by ${by}`,
    by: { region: 'region', country: 'country', continent: 'continent', length: 'caption length', lvlm: 'author (LVLM)', verdict: 'verdict', cue: 'cue kind', split: 'split' },
    slice: 'Slice', queries: 'Queries', difference: (a: string, b: string) => `${a} − ${b}`, holm: 'p (Holm)',
    few: (shown: number, all: number) => `The ${shown} ends of ${all} slices; all of them are in the data file.`,
    overlapping: 'A query may be in several rows: rows do not add up.',
    none: 'none',
    figure: (by: string, metric: string) => `${metric} by ${by}`,
    words: {} as Record<string, string>
  },
  errors: {
    title: 'Distance between truth and first answer',
    figure: 'Share of queries whose first answer is at most so far from the truth',
    axis: 'error, metres (logarithmic)', share: 'share of queries',
    run: 'Run', at: (metres: string) => `within ${metres}`, median: 'Median', counted: 'Counted',
    none: 'No query has coordinates at both ends: there are no errors in metres.',
    note: 'Haversine distance on a sphere of 6,371 km, over the queries whose truth and answer have coordinates.',
    ranks: 'Share of queries whose truth is among the first so many', rankAxis: 'rank of the truth (logarithmic)'
  },
  map: {
    title: 'Where',
    value: (metric: string, letter: string) => `${metric} of ${letter} by region`,
    difference: (metric: string, a: string, b: string) => `${metric} by region, ${a} minus ${b}`,
    note: 'A dot is a region at the mean of its truths; its area grows with its queries. Outline: Natural Earth, 1:110 million.',
    better: (letter: string) => `${letter} better`,
    none: 'No region has coordinates: there is no map.',
    queries: (n: string) => `${n} queries`
  },
  examples: {
    title: (a: string, b: string) => `Wins and losses of ${a} against ${b}`,
    counts: (a: string, b: string, wins: string, losses: string, ties: string, unpaired: string) => `${a} ranks the truth better than ${b} for ${wins} queries, worse for ${losses}, alike for ${ties}.${unpaired === '0' ? '' : ` ${unpaired} queries are in one of the two only.`}`,
    won: (a: string) => `Gained most under ${a}`, lost: (a: string) => `Lost most under ${a}`,
    worst: (a: string) => `The worst of ${a}`,
    query: 'Query', region: 'Region', rank: (letter: string) => `Rank ${letter}`, error: (letter: string) => `Error ${letter}`, none: 'None.'
  },
  protocols: {
    title: 'Protocols',
    sentence: (of: { letter: string; name: string; what: string; gallery: string; split: string; where: string; centred: string; rerank: string }) => `${of.letter}, ${of.name}: ${of.what}, ranked ${of.gallery}, ${of.split}${of.where}; ${of.centred}${of.rerank}.`,
    what: (queries: string, gallery: string) => `${queries} against ${gallery}`,
    kinds: { captions: 'captions', satellite: 'satellite views', street: 'street views', panorama: 'panoramas', drone: 'drone views', osm: 'OSM views' },
    gallery: { all: 'against the whole gallery', region: 'against the truth’s region', nearest: (m: string) => `against the ${m} nearest to the truth` },
    split: (split: string | null) => (split === null ? 'over all splits' : `over the ${split} split`),
    where: (text: string) => `, queries that fit “${text}”`,
    centred: (yes: boolean): string => (yes ? 'embeddings centred over the set' : 'embeddings as the encoder gives them'),
    rerank: (weight: number, depth: string) => `; the first ${depth} re-ranked by physical agreement, weight ${weight}`,
    field: 'Field',
    fields: {
      name: 'Name', run: 'Run', made: 'Made', origin: 'Origin', queries: 'Queries', galleryKind: 'Gallery of', gallery: 'Ranked against', split: 'Split', where: 'Filter', centered: 'Centred', rerank: 'Re-ranked', positives: 'Right answers', preset: 'Preset', ties: 'Ties', galleryMissing: 'Gallery without a vector', queriesMissing: 'Queries left out', queriesWithoutTruth: 'Queries without a truth', datasetHash: 'Dataset hash', encoder: 'Encoder', encoderHash: 'Encoder hash', provider: 'Provider', version: 'Planisphere', size: 'Queries × gallery'
    },
    none: 'none', yes: 'yes', no: 'no', origins: { evaluated: 'evaluated here', imported: 'imported' }
  },
  definitions: {
    title: 'How the figures were made',
    estimand: (estimand: string) => `Captions of one place, and places of one region, are not independent. Captions are first averaged to their place. Figures estimate the metric ${estimand}.`,
    intervals: (confidence: string) => `Intervals are at ${confidence}. From 20 regions on they are percentiles of a bootstrap that draws whole regions; below, Student’s t over the regions’ figures; where there are no regions, a bootstrap of places.`,
    tests: 'A difference is tested by flipping the signs of whole regions’ differences: all of them where there are few regions, else seeded draws with p = (b + 1) / (B + 1). A t test over regions and, with one caption a place, the exact McNemar test of R@1 stand beside it. Holm’s correction is over all pairs of a table, or all slices of one.',
    ranks: 'Ranks are exact. Scores descend in double precision and ties go to the later document id, as in trec_eval. R@K is the share of queries with a right answer among the first K; R@1% takes K = N/100 rounded up of a gallery of N; MRR is the mean reciprocal rank without a cut-off; nDCG@K has linear gains; L@d is the share of queries whose first answer is at most d metres away.',
    source: 'Every figure here is the engine’s answer to the question that the screen of the same name asks; the files under data/ hold the same answers with all digits.'
  },
  provenance: { title: 'Where the figures come from', dataset: 'Dataset', encoder: 'Encoder', provider: 'Provider', run: 'Run', planisphere: 'Planisphere', node: 'Node', onnxruntime: 'ONNX Runtime', made: 'Made', imported: 'imported, no encoder' },
  notes: {
    missing: (n: number, signs: string) => `No font of this computer has ${n} of the signs in the PDF (${signs}): hollow boxes stand for them. The HTML holds all; install a Chinese font such as Noto Sans CJK for the PDF.`
  }
}
