import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import * as z from 'zod'
import { viewKinds, splits, authorKinds } from '#shared/domain/vocabulary.ts'
import type { Problem } from '#shared/domain/records.ts'
import { payloadProblem } from '#shared/domain/event-payloads.ts'
import { EventKind } from '#shared/domain/review-events.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { ProjectLine } from '../store/repositories/project-lines.ts'
import { readLines, type ByteRange } from './text-lines.ts'

const json = z.unknown().optional().transform((value) => (value === undefined || value === null ? null : JSON.stringify(value)))
const number = z.int().min(1)
const text = z.string()
const optional = text.nullish().transform((value) => value ?? null)
/** The last millisecond that a Date can hold. */
const latestTime = 8.64e15
const pixels = z.int().positive().nullish().transform((value) => value ?? null)

// A file from a stranger: every line is parsed before it comes near the store.
const Line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('region'), uid: text, name: text, country: optional, continent: optional }),
  z.object({ type: z.literal('root'), id: number, path: text.min(1) }),
  z.object({ type: z.literal('author'), id: number, kind: z.enum(authorKinds), name: text, prompt: text.default('') }),
  z.object({ type: z.literal('annotator'), id: number, name: text.min(1) }),
  z.object({
    type: z.literal('place'),
    uid: text.min(1),
    region: optional,
    lat: z.number().min(-90).max(90).nullish().transform((value) => value ?? null),
    lon: z.number().min(-180).max(180).nullish().transform((value) => value ?? null),
    split: z.enum(splits).nullish().transform((value) => value ?? null),
    extra: json
  }),
  z.object({ type: z.literal('view'), uid: text.min(1), place: text, kind: z.enum(viewKinds), root: number, path: text.min(1), width: pixels, height: pixels, footprint: json, problem: optional }),
  z.object({
    type: z.literal('caption'),
    uid: text.min(1),
    place: text,
    root: optional,
    revises: optional,
    author: number,
    text,
    createdAt: z.int().nullish().transform((value) => value ?? null),
    extra: json
  }),
  z.object({
    type: z.literal('event'),
    uuid: text.min(1),
    // Exports of the first schema have none: they are in the order in which they were made.
    clock: z.int().min(0).max(latestTime).optional(),
    at: z.int().min(-latestTime).max(latestTime),
    annotator: number,
    kind: EventKind,
    caption: optional,
    target: optional,
    payload: z.record(z.string(), z.unknown())
  }),
  z.object({ type: z.literal('event-captions'), event: text.min(1), captions: z.array(z.tuple([text.min(1), z.union([text, z.int()]).nullable()])).max(5000) })
])
type Line = z.infer<typeof Line>

const Head = z.object({ planisphere: z.int().min(1) })

export interface ProjectBatch {
  readonly lines: ProjectLine[]
  /** The line of the file that each stands on. */
  readonly at: number[]
  readonly problems: Problem[]
  /** Lines of the file up to the end of this batch. */
  readonly cursor: number
  readonly bytes: number
}

/** Where an export stands inside of another file, and what it is called in messages. */
export interface InnerExport extends ByteRange {
  readonly name: string
}

/**
 * The lines of a project export in batches, with the dictionaries (regions, roots, authors, annotators) filled in.
 * Throws BAD_FILE where the file is not an export, or one of a newer version.
 */
export async function* readProjectExport(path: string, signal: AbortSignal, size: () => number, inner?: InnerExport): AsyncGenerator<ProjectBatch> {
  const file = inner === undefined ? basename(path) : `${basename(path)}/${inner.name}`
  if ((await stat(path)).size === 0) throw new PlanisphereError('BAD_FILE', `${file} is empty.`, { place: { file } })
  const regions = new Map<string, Extract<Line, { type: 'region' }>>()
  const roots = new Map<number, string>()
  const authors = new Map<number, Extract<Line, { type: 'author' }>>()
  const annotators = new Map<number, string>()
  const counter = { bytes: 0 }
  let batch: ProjectBatch = { lines: [], at: [], problems: [], cursor: 0, bytes: 0 }
  let cursor = 0
  for await (const lines of readLines(path, file, counter, signal, inner)) {
    for (const line of lines) {
      cursor = line.line
      if (line.problem) {
        batch.problems.push(line.problem)
        continue
      }
      if (line.line === 1) {
        checkHead(line.text, file)
        continue
      }
      if (line.text === '') continue
      const parsed = parse(line.text, file, line.line)
      if ('code' in parsed) batch.problems.push(parsed)
      else if (parsed.type === 'region') regions.set(parsed.uid, parsed)
      else if (parsed.type === 'root') roots.set(parsed.id, parsed.path)
      else if (parsed.type === 'author') authors.set(parsed.id, parsed)
      else if (parsed.type === 'annotator') annotators.set(parsed.id, parsed.name)
      else {
        const resolved = resolve(parsed, { regions, roots, authors, annotators })
        if (resolved === null) batch.problems.push({ file, line: line.line, code: 'UNKNOWN_REFERENCE', message: 'It refers to a region, folder, author or annotator that no earlier line defines.' })
        else {
          batch.lines.push(resolved)
          batch.at.push(line.line)
        }
      }
      if (batch.lines.length >= size()) {
        yield { ...batch, cursor, bytes: counter.bytes }
        batch = { lines: [], at: [], problems: [], cursor: 0, bytes: 0 }
      }
    }
  }
  yield { ...batch, cursor, bytes: counter.bytes }
}

function checkHead(line: string, file: string): void {
  let head: unknown
  try {
    head = JSON.parse(line)
  } catch {
    head = null
  }
  const parsed = Head.safeParse(head)
  if (!parsed.success) throw new PlanisphereError('BAD_FILE', `${file} is not a project export: its first line does not say so.`, { hint: 'Import it as JSON Lines.', place: { file, line: 1 } })
  if (parsed.data.planisphere > 1) throw new PlanisphereError('BAD_FILE', `${file} was exported by a newer Planisphere.`, { hint: 'Update Planisphere to import it.', place: { file, line: 1 } })
}

function parse(line: string, file: string, at: number): Line | Problem {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return { file, line: at, code: 'BAD_JSON', message: `Line ${at} is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}` }
  }
  const parsed = Line.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { file, line: at, code: 'BAD_RECORD', message: `Line ${at}: ${issue ? `${issue.path.join('.')}: ${issue.message}` : 'not a line of an export'}` }
  }
  const { data } = parsed
  if (data.type === 'place' && (data.lat === null) !== (data.lon === null)) return { file, line: at, code: 'BAD_RECORD', message: `Line ${at} has one coordinate without the other.` }
  const wrong = data.type === 'event' ? payloadProblem(data.kind, data.payload) : null
  if (wrong !== null) return { file, line: at, code: 'BAD_RECORD', message: `Line ${at}: ${wrong}` }
  return data
}

interface Dictionaries {
  readonly regions: ReadonlyMap<string, { uid: string; name: string; country: string | null; continent: string | null }>
  readonly roots: ReadonlyMap<number, string>
  readonly authors: ReadonlyMap<number, { kind: string; name: string; prompt: string }>
  readonly annotators: ReadonlyMap<number, string>
}

function resolve(line: Exclude<Line, { type: 'region' | 'root' | 'author' | 'annotator' }>, known: Dictionaries): ProjectLine | null {
  switch (line.type) {
    case 'place': {
      const region = line.region === null ? null : (known.regions.get(line.region) ?? null)
      return line.region !== null && region === null ? null : { ...line, region }
    }
    case 'view': {
      const root = known.roots.get(line.root)
      return root === undefined ? null : { ...line, root }
    }
    case 'caption': {
      const author = known.authors.get(line.author)
      return author === undefined ? null : { ...line, author: { kind: author.kind, name: author.name, prompt: author.prompt } }
    }
    case 'event': {
      const annotator = known.annotators.get(line.annotator)
      return annotator === undefined ? null : { ...line, annotator }
    }
    case 'event-captions':
      return line
  }
}
