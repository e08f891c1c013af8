import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { OpenProject } from '../store/open-project.ts'

/** Places whose split an assignment changes: what it was, and what it became. */
export interface SplitChange {
  readonly ids: Int32Array
  readonly from: Uint8Array
  readonly to: Uint8Array
}

/** An assignment that can be taken back, as it lies in the project's folder. */
export interface KeptChange {
  readonly job: string
  readonly title: string
  readonly at: number
  readonly change: SplitChange
}

const Kept = z.object({ job: z.string(), title: z.string(), at: z.number(), ids: z.base64(), from: z.base64(), to: z.base64() })
const largestFile = 256 * 1024 * 1024
/** Older ones are let go. */
const kept = 20
/** Rows in one transaction, which must stay under 20 ms. */
const pageRows = 500

function folderOf(project: OpenProject): string {
  return join(project.path, 'splits')
}

function fileOf(project: OpenProject, job: string): string {
  return join(folderOf(project), `${job.replaceAll(/[^A-Za-z0-9-]/g, '-')}.json`)
}

/** Keeps a change before it is made, so that it can be taken back whatever happens then. */
export async function keepChange(project: OpenProject, { job, title, at, change }: KeptChange): Promise<void> {
  await mkdir(folderOf(project), { recursive: true })
  const base64 = (array: Int32Array | Uint8Array): string => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')
  const file = fileOf(project, job)
  await writeFile(`${file}.part`, JSON.stringify({ job, title, at, ids: base64(change.ids), from: base64(change.from), to: base64(change.to) }))
  await rename(`${file}.part`, file)
  const all = await listChanges(project)
  for (const old of all.slice(kept)) await forgetChange(project, old.job)
}

export async function forgetChange(project: OpenProject, job: string): Promise<void> {
  await rm(fileOf(project, job), { force: true })
}

/** The change of a job; null if none is kept, or it cannot be read. */
export async function readChange(project: OpenProject, job: string): Promise<KeptChange | null> {
  return readKept(fileOf(project, job))
}

/** Newest first. */
export async function listChanges(project: OpenProject): Promise<KeptChange[]> {
  const names = await readdir(folderOf(project)).catch(() => [])
  const all = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => readKept(join(folderOf(project), name))))
  return all.filter((change) => change !== null).sort((a, b) => b.at - a.at)
}

/** Gives the places of a change their splits, or those that they had before it; returns how many no longer had what was expected, and stay. */
export async function writeChange(project: OpenProject, { ids, from, to }: SplitChange, direction: 'make' | 'take back', onPage?: (done: number) => void): Promise<number> {
  const [expected, wanted] = direction === 'make' ? [from, to] : [to, from]
  let others = 0
  for (let start = 0; start < ids.length; start += pageRows) {
    const end = Math.min(ids.length, start + pageRows)
    others += await project.store.write('splits.write', { ids: ids.slice(start, end), from: expected.slice(start, end), to: wanted.slice(start, end) })
    onPage?.(end)
  }
  return others
}

async function readKept(file: string): Promise<KeptChange | null> {
  try {
    // A million places are some 12 MB; a project may be a stranger's.
    if ((await stat(file)).size > largestFile) return null
    const found = Kept.parse(JSON.parse(await readFile(file, 'utf8')))
    const ids = new Int32Array(Uint8Array.from(Buffer.from(found.ids, 'base64')).buffer)
    const [from, to] = [found.from, found.to].map((text) => Uint8Array.from(Buffer.from(text, 'base64'))) as [Uint8Array, Uint8Array]
    if (from.length !== ids.length || to.length !== ids.length) return null
    return { job: found.job, title: found.title, at: found.at, change: { ids, from, to } }
  } catch {
    // Not there, or not one of ours: there is nothing to take back.
    return null
  }
}
