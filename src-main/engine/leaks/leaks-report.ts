import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { LeakCount, leakKinds, LeakOptions, type LeakKind, type LeakPair } from '#shared/domain/leaks.ts'
import type { OpenProject } from '../store/open-project.ts'

const Found = z.object({ a: z.int(), b: z.int(), value: z.number() })
const Report = z.object({ at: z.number(), options: LeakOptions, counts: z.array(LeakCount), pairs: z.partialRecord(z.enum(leakKinds), z.array(Found)) })
/** The last check as it lies in the project's folder: pairs by the ids of tiles, captions or places. */
export type LeaksReport = z.infer<typeof Report>

const largestReport = 16 * 1024 * 1024

function fileOf(project: OpenProject): string {
  return join(project.path, 'leaks', 'report.json')
}

export async function keepReport(project: OpenProject, report: LeaksReport): Promise<void> {
  const file = fileOf(project)
  await mkdir(join(project.path, 'leaks'), { recursive: true })
  await writeFile(`${file}.part`, JSON.stringify(report))
  await rename(`${file}.part`, file)
}

/** Null where none was made, or it cannot be read. */
export async function readReport(project: OpenProject): Promise<LeaksReport | null> {
  try {
    const file = fileOf(project)
    // Four thousand pairs are some 200 KB; a project may be a stranger's.
    if ((await stat(file)).size > largestReport) return null
    const text = await readFile(file, 'utf8')
    return Report.parse(JSON.parse(text))
  } catch {
    // Not there, written by another version, or damaged: a check makes it anew.
    return null
  }
}

/** A stretch of the pairs of a kind with what is shown of them; those whose places were removed are left out. */
export async function describePairs(project: OpenProject, report: LeaksReport, kind: LeakKind, start: number, count: number): Promise<{ total: number; kept: number; pairs: LeakPair[] }> {
  const kept = report.pairs[kind] ?? []
  const page = kept.slice(start, start + count)
  const of = kind === 'places' ? 'places' : kind === 'captions' ? 'captions' : 'views'
  const sides = await project.store.read('leaks.sides', { of, ids: page.flatMap(({ a, b }) => [a, b]) })
  const pairs = page.flatMap(({ value }, i): LeakPair[] => {
    const [a, b] = [sides[2 * i] ?? null, sides[2 * i + 1] ?? null]
    return a === null || b === null ? [] : [{ kind, value, a, b, solved: a.split === b.split || a.split === null || b.split === null }]
  })
  return { total: report.counts.find((one) => one.kind === kind)?.pairs ?? 0, kept: kept.length, pairs }
}
