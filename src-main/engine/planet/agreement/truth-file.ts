import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { SignatureKind } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** A line of a truth file; what else stands in it (the words, say) does not matter here. */
const TruthLine = z.object({ caption: z.string().min(1), kind: z.preprocess((kind) => (kind === 'color' ? 'colour' : kind), SignatureKind) })

/** Longer lines are no lines of ours. */
const maxLine = 100_000

/** A caption that a truth file names: its uid, the kinds of its wrong claims, and the line that first named it. */
export interface WrongCaption {
  readonly kinds: Set<SignatureKind>
  readonly line: number
}

/**
 * Reads which captions are wrong, and in what: JSON Lines of {caption, kind}, kind being colour, structure or texture. A
 * caption may stand in several lines. NOT_FOUND if there is no such file; BAD_ROW names file and line.
 */
export async function readTruth(file: string): Promise<Map<string, WrongCaption>> {
  if (!existsSync(file)) throw new PlanisphereError('NOT_FOUND', `There is no file ${file} that tells which captions are wrong.`, { hint: 'Give one with JSON Lines of {"caption": ID, "kind": "colour", "structure" or "texture"}. The sample project has its own.', place: { file } })
  const found = new Map<string, WrongCaption>()
  let line = 0
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  for await (const text of lines) {
    line++
    const trimmed = line === 1 ? text.replace(/^\u{feff}/u, '').trim() : text.trim()
    if (trimmed === '') continue
    const { caption, kind } = parseLine(trimmed, file, line)
    const known = found.get(caption)
    if (known) known.kinds.add(kind)
    else found.set(caption, { kinds: new Set([kind]), line })
  }
  return found
}

function parseLine(text: string, file: string, line: number): z.infer<typeof TruthLine> {
  const bad = (why: string, cause?: unknown): PlanisphereError =>
    new PlanisphereError('BAD_ROW', `Line ${line} of ${file} ${why}.`, { hint: 'Each line is {"caption": ID, "kind": "colour", "structure" or "texture"}.', place: { file, line }, cause })
  if (text.length > maxLine) throw bad('is too long')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw bad('is not JSON', cause)
  }
  const parsed = TruthLine.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw bad(issue?.path[0] === 'kind' ? 'has no kind that is colour, structure or texture' : 'names no caption', parsed.error)
}

/** BAD_ROW, with the line, where the truth names captions that are not the project's. */
export function refuseUnknown(file: string, truth: ReadonlyMap<string, WrongCaption>, unknown: readonly string[]): void {
  const [first] = unknown.toSorted((a, b) => (truth.get(a)?.line ?? 0) - (truth.get(b)?.line ?? 0))
  if (first === undefined) return
  const line = truth.get(first)?.line ?? 1
  const more = unknown.length === 1 ? '' : ` (${unknown.length} captions of the file are not there)`
  throw new PlanisphereError('BAD_ROW', `Line ${line} of ${file} names the caption ${first}, which this project does not have${more}.`, { hint: 'Give the file that belongs to this project.', place: { file, line } })
}
