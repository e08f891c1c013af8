import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { endianness } from 'node:os'
import { join } from 'node:path'
import type { OpenProject } from './open-project.ts'

const magic = 'PSQ1'
const headerBytes = 8
/** Lists of opened queues that a project keeps; the oldest go. */
const keptFiles = 16

/**
 * The fixed order of an opened queue, beside the database: the engine may die in the middle of a day's work, and the
 * next one must go on with the same list. (What was reviewed has left the filter by then, so that the list cannot be
 * made again.) Read where it is kept, else made and kept. Int32 ids, little-endian, after a magic word and their number.
 */
export async function keptList(project: OpenProject, key: string, make: () => Promise<Int32Array>): Promise<Int32Array> {
  const before = await read(fileOf(project, key))
  if (before !== null) return before
  const list = await make()
  if (!project.readOnly) await keep(project, fileOf(project, key), list)
  return list
}

/** Null: never kept, or not ours to read. */
async function read(file: string): Promise<Int32Array | null> {
  try {
    const bytes = await readFile(file)
    const count = bytes.length >= headerBytes ? bytes.readUInt32LE(4) : -1
    if (bytes.toString('latin1', 0, 4) !== magic || bytes.length !== headerBytes + 4 * count) return null
    return new Int32Array(littleEndian(bytes.subarray(headerBytes)))
  } catch {
    return null
  }
}

/** What goes wrong here costs no more than the list's place after a crash: a full disk says so at the next verdict. */
async function keep(project: OpenProject, file: string, ids: Int32Array): Promise<void> {
  try {
    await mkdir(folderOf(project), { recursive: true })
    const header = Buffer.alloc(headerBytes)
    header.write(magic, 'latin1')
    header.writeUInt32LE(ids.length, 4)
    await writeFile(`${file}.new`, [header, new Uint8Array(littleEndian(Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength)))])
    await rename(`${file}.new`, file)
    await forgetOldest(project)
  } catch {
    await rm(`${file}.new`, { force: true }).catch(() => undefined)
  }
}

function folderOf(project: OpenProject): string {
  return join(project.path, 'queues')
}

function fileOf(project: OpenProject, key: string): string {
  return join(folderOf(project), `${createHash('sha256').update(key).digest('hex').slice(0, 24)}.ids`)
}

/** The bytes in a buffer of their own, turned round where this machine's order is the other. */
function littleEndian(bytes: Buffer): ArrayBuffer {
  const copy = Buffer.from(bytes)
  if (endianness() === 'BE') copy.swap32()
  return new Uint8Array(copy).buffer
}

async function forgetOldest(project: OpenProject): Promise<void> {
  const folder = folderOf(project)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ids'))
  if (names.length <= keptFiles) return
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })))
  dated.sort((a, b) => b.at - a.at)
  for (const { name } of dated.slice(keptFiles)) await rm(join(folder, name), { force: true })
}
