import { mkdirSync, readFileSync, rmdirSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

const LockFile = z.object({
  token: z.string(),
  pid: z.int().positive(),
  host: z.string(),
  user: z.string(),
  at: z.number(),
  /** When the process began, in the kernel's ticks: tells a process from a later one with the same id. Null where unknown. */
  born: z.string().nullable()
})
type LockFile = z.infer<typeof LockFile>

/** A lock of another computer is refreshed this often, and given up when it was not for `staleMs`. */
const refreshMs = 30_000
const staleMs = 5 * 60_000

export interface ProjectLock {
  release(): void
}

/**
 * Takes the project for this process by a file `project.lock` that says who has it. A lock whose process is gone is
 * taken over; one of another computer after five minutes without a sign of life. PROJECT_LOCKED names the owner.
 */
export function lockProject(folder: string, now = Date.now()): ProjectLock {
  const file = join(folder, 'project.lock')
  const own: LockFile = { token: randomUUID(), pid: process.pid, host: hostname(), user: userName(), at: now, born: birthOf(process.pid) }
  if (!create(file, own)) {
    const owner = readLock(file)
    if (owner !== null && !isStale(file, owner, now)) throw locked(folder, owner)
    takeOver(file, folder, own, now)
  }
  const timer = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date())
    } catch {
      // The folder is gone or cannot be written; the next write says so.
    }
  }, refreshMs)
  timer.unref()
  return {
    release() {
      clearInterval(timer)
      if (readLock(file)?.token === own.token) remove(file)
    }
  }
}

/** Two programs may find the same stale lock: a folder, which only one can make, decides. */
function takeOver(file: string, folder: string, own: LockFile, now: number): void {
  const gate = `${file}.taking`
  try {
    mkdirSync(gate)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (now - statSync(gate).mtimeMs < 10_000) throw locked(folder, null)
    // Whoever made it died between these lines.
  }
  try {
    const owner = readLock(file)
    if (owner !== null && !isStale(file, owner, now)) throw locked(folder, owner)
    remove(file)
    if (!create(file, own)) throw locked(folder, readLock(file))
  } finally {
    rmdirSync(gate)
  }
}

function create(file: string, lock: LockFile): boolean {
  try {
    writeFileSync(file, JSON.stringify(lock), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Null for a lock that is not there or cannot be understood (cut off by a full disk): nobody holds that. */
function readLock(file: string): LockFile | null {
  try {
    return LockFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

function isStale(file: string, lock: LockFile, now: number): boolean {
  if (lock.host !== hostname()) {
    try {
      return now - statSync(file).mtimeMs > staleMs
    } catch {
      return true
    }
  }
  try {
    process.kill(lock.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true
  }
  return lock.born !== null && lock.born !== birthOf(lock.pid)
}

function birthOf(pid: number): string | null {
  try {
    // The 22nd field, counted after the name in brackets, which may hold spaces.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function locked(folder: string, owner: LockFile | null): PlanisphereError {
  const who = owner === null ? 'another program' : `${owner.user} on ${owner.host} (process ${owner.pid}, since ${new Date(owner.at).toLocaleString('en-GB')})`
  return new PlanisphereError('PROJECT_LOCKED', `${folder} is open elsewhere: ${who}.`, { hint: 'Close it there, or open it read-only here.', place: { file: folder } })
}
