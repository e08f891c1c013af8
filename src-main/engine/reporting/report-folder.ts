import { lstat, mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { ReportTarget } from '#shared/contracts/report.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { reportGenerator } from './write-html.ts'

const files = { html: 'report.html', pdf: 'report.pdf', tex: 'main-table.tex', data: 'data' } as const

/** The texts and bytes of a report. */
export interface ReportFiles {
  readonly html: string
  readonly pdf: Uint8Array
  readonly latex: string
  readonly data: readonly { readonly name: string; readonly csv: string }[]
}

/** What stands where a report is to go. A folder with anything that a report does not make is `other`; so is a link. */
export async function reportTarget(path: string): Promise<ReportTarget> {
  const there = await lstat(path).catch(() => null)
  if (there === null) return 'new'
  if (!there.isDirectory()) return 'other'
  const entries = await readdir(path, { withFileTypes: true })
  if (entries.length === 0) return 'empty'
  const known: readonly string[] = Object.values(files)
  if (!entries.every((entry) => known.includes(entry.name) && (entry.name === files.data ? entry.isDirectory() : entry.isFile()))) return 'other'
  const data = await readdir(join(path, files.data), { withFileTypes: true }).catch(() => [])
  if (!data.every((entry) => entry.isFile() && entry.name.endsWith('.csv'))) return 'other'
  return (await startOf(join(path, files.html))).includes(reportGenerator) ? 'report' : 'other'
}

/**
 * Throws ALREADY_EXISTS for what must not be replaced, NOT_FOUND where the parent folder is not there. Returns the
 * absolute path.
 */
export async function checkTarget(out: string, replace: boolean): Promise<string> {
  const path = resolve(out)
  const state = await reportTarget(path)
  if (state === 'other') throw new PlanisphereError('ALREADY_EXISTS', `${path} is there already, and is no report.`, { hint: 'Choose a new or an empty folder.' })
  if (state === 'report' && !replace) throw new PlanisphereError('ALREADY_EXISTS', `${path} holds a report already.`, { hint: 'Say that it may be replaced (--force), or choose another folder.' })
  const parent = await lstat(dirname(path)).catch(() => null)
  if (parent === null) throw new PlanisphereError('NOT_FOUND', `The folder ${dirname(path)} does not exist.`, { hint: 'Make it first, or choose another one.' })
  return path
}

/**
 * Writes a report under a temporary name beside its folder and puts it in place at the end: a report that fails leaves
 * nothing behind, and one that was there stays until the new one is whole. Returns the absolute paths.
 */
export async function writeReport(out: string, report: ReportFiles, options: { replace: boolean; job: string; signal: AbortSignal }): Promise<{ folder: string; html: string; pdf: string; tex: string; data: string[] }> {
  const path = await checkTarget(out, options.replace)
  const beside = (ending: string): string => join(dirname(path), `.${basename(path)}.${options.job.slice(0, 8)}.${ending}`)
  const making = beside('part')
  const before = beside('old')
  try {
    await rm(making, { recursive: true, force: true })
    await mkdir(join(making, files.data), { recursive: true })
    await writeFile(join(making, files.html), report.html)
    await writeFile(join(making, files.pdf), report.pdf)
    await writeFile(join(making, files.tex), report.latex)
    for (const { name, csv } of report.data) await writeFile(join(making, files.data, `${name}.csv`), csv)
    options.signal.throwIfAborted()
    // Again: someone may have put something there in the meantime.
    await checkTarget(path, options.replace)
    const state = await reportTarget(path)
    if (state === 'report') await rename(path, before)
    else if (state === 'empty') await rmdir(path)
    try {
      await rename(making, path)
    } catch (thrown) {
      if (state === 'report') await rename(before, path)
      throw thrown
    }
    await rm(before, { recursive: true, force: true })
  } catch (thrown) {
    await rm(making, { recursive: true, force: true }).catch(() => {})
    throw asPlain(thrown, path)
  }
  return { folder: path, html: join(path, files.html), pdf: join(path, files.pdf), tex: join(path, files.tex), data: report.data.map(({ name }) => join(path, files.data, `${name}.csv`)) }
}

async function startOf(path: string): Promise<string> {
  const file = await open(path).catch(() => null)
  if (file === null) return ''
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2048), 0, 2048, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

function asPlain(thrown: unknown, path: string): unknown {
  const code = (thrown as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return new PlanisphereError('DISK_FULL', `The disk is full: ${path} was not written.`, { hint: 'Make room, or choose another folder.' })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new PlanisphereError('READ_ONLY', `${path} cannot be written.`, { hint: 'Choose another folder.' })
  return thrown
}
