import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import { letterOf } from '../report-facts.ts'
import type { Words } from '../words/words.ts'
import type { Composer, Section } from './section.ts'

/** What each run did, as a sentence and as fields. */
export function protocols({ facts, words, text }: Composer): Section {
  const said = words.protocols
  const fields = Object.keys(said.fields) as FieldName[]
  const value = (run: RunSummary, field: FieldName): string => fieldValue(run, field, words, text.dateTime, (n) => text.number(n))
  // Few runs stand beside each other; of many, only what differs is a table, and the rest is said once.
  const parts = Array.from({ length: Math.ceil(facts.runs.length / 4) }, (_, i) => facts.runs.slice(i * 4, i * 4 + 4))
  return {
    blocks: [
      { kind: 'heading', level: 2, text: said.title },
      ...facts.runs.map((run) => ({ kind: 'paragraph' as const, text: sentence(run, letterOf(facts, run.run), words, text.number) })),
      ...parts.map((runs) => ({
        kind: 'table' as const,
        title: '',
        columns: [{ title: said.field, align: 'left' as const, share: 1.2 }, ...runs.map((run) => ({ title: letterOf(facts, run.run), align: 'left' as const, share: 2 }))],
        rows: fields.map((field) => [{ text: said.fields[field] }, ...runs.map((run) => ({ text: value(run, field) }))]),
        data: 'protocols'
      }))
    ],
    data: [
      {
        name: 'protocols',
        header: ['letter', 'run', 'name', 'made', 'origin', 'query_count', 'gallery_count', ...protocolFields],
        rows: facts.runs.map((run) => [
          letterOf(facts, run.run), run.run, run.name, new Date(run.createdAt).toISOString(), run.origin, run.queries, run.gallery,
          ...protocolFields.map((field) => {
            const of = run.protocol[field]
            return of === null || typeof of === 'string' || typeof of === 'number' || typeof of === 'boolean' ? of : JSON.stringify(of)
          })
        ])
      }
    ]
  }
}

type FieldName = keyof Words['protocols']['fields']

const protocolFields = ['queries', 'galleryKind', 'gallery', 'split', 'where', 'centered', 'rerank', 'positives', 'preset', 'ties', 'galleryMissing', 'queriesMissing', 'queriesWithoutTruth', 'datasetHash', 'encoder', 'encoderHash', 'provider', 'version'] as const satisfies readonly (keyof Protocol)[]

/** One line: what was ranked against what, over which queries. */
export function sentence(run: RunSummary, letter: string, words: Words, number: (value: number) => string): string {
  const said = words.protocols
  const { queries, galleryKind, gallery, split, where, centered, rerank } = run.protocol
  return said.sentence({
    letter,
    name: run.name,
    what: said.what(said.kinds[queries], said.kinds[galleryKind]),
    gallery: gallery === 'all' ? said.gallery.all : gallery === 'region' ? said.gallery.region : said.gallery.nearest(gallery.slice('nearest:'.length)),
    split: said.split(split),
    where: where === null ? '' : said.where(where),
    centred: said.centred(centered),
    rerank: rerank === null ? '' : said.rerank(rerank.weight, number(rerank.depth))
  })
}

function fieldValue(run: RunSummary, field: FieldName, words: Words, dateTime: (at: number) => string, number: (value: number) => string): string {
  const said = words.protocols
  if (field === 'name') return run.name
  if (field === 'run') return run.run
  if (field === 'made') return dateTime(run.createdAt)
  if (field === 'origin') return said.origins[run.origin]
  if (field === 'size') return `${number(run.queries)} × ${number(run.gallery)}`
  const value = run.protocol[field]
  if (value === null) return said.none
  if (typeof value === 'boolean') return value ? said.yes : said.no
  if (typeof value === 'number') return number(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
