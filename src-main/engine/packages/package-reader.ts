import { createHash } from 'node:crypto'
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { ContentLine, entryNames, imagesRoot, isImageName, largestManifest, Manifest, packageVersion } from './package-format.ts'
import { bad, readTarIndex, type TarEntry } from './tar-index.ts'

const chunkBytes = 256 * 1024

/**
 * An open package: a file from a stranger. Its index, manifest and list of contents are checked when it is opened; what
 * an entry holds is checked against its hash when it is read.
 */
export class PackageReader {
  readonly path: string
  readonly file: string
  readonly manifest: Manifest
  readonly images: readonly TarEntry[]
  readonly lines: TarEntry
  readonly #handle: FileHandle
  readonly #hashes: ReadonlyMap<string, string>

  private constructor(path: string, handle: FileHandle, manifest: Manifest, entries: readonly TarEntry[], lines: TarEntry, hashes: ReadonlyMap<string, string>) {
    this.path = path
    this.file = basename(path)
    this.manifest = manifest
    this.#handle = handle
    this.images = entries.filter(({ name }) => name.startsWith(`${imagesRoot}/`))
    this.lines = lines
    this.#hashes = hashes
  }

  /** Throws NOT_FOUND where there is no file, BAD_FILE (naming the entry) for anything but a whole package of this version. */
  static async open(path: string, signal?: AbortSignal): Promise<PackageReader> {
    const file = basename(path)
    const handle = await openFile(path)
    try {
      const entries = await readTarIndex(handle, file, signal)
      const wrong = entries.find(({ name }) => !knownName(name))
      if (wrong) throw bad(file, `has an entry that no package has: ${wrong.name}.`, 'It was not made by Planisphere.')
      const [first] = entries
      const lines = entries.find(({ name }) => name === entryNames.lines)
      const last = entries.at(-1)
      if (first?.name !== entryNames.manifest) throw bad(file, 'is not a package: it does not begin with a manifest.', 'Choose a .planisphere-work or .planisphere-answers file.')
      const manifestBytes = first.bytes <= largestManifest ? await read(handle, first) : null
      const manifest = manifestBytes === null ? null : parseManifest(manifestBytes, file)
      if (manifest === null) throw bad(file, `has a manifest that cannot be read (${entryNames.manifest}).`, 'Copy or make it again.')
      if (!lines || last?.name !== entryNames.contents) throw bad(file, 'is not whole: it lacks its last entries.', 'Copy or make it again.')
      const hashes = await readContents(handle, last, entries, file, signal)
      if (hashes.get(entryNames.manifest) !== createHash('sha256').update(manifestBytes ?? '').digest('hex')) throw damaged(file, entryNames.manifest)
      return new PackageReader(path, handle, manifest, entries, lines, hashes)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** Reads an entry through and throws BAD_FILE if it is not what the list of contents says. */
  async check(entry: TarEntry, signal: AbortSignal): Promise<void> {
    const hash = createHash('sha256')
    for await (const chunk of chunks(this.#handle, entry, signal)) hash.update(chunk)
    if (hash.digest('hex') !== this.#hashes.get(entry.name)) throw damaged(this.file, entry.name)
  }

  /** Writes an entry to a file whose folder is made; the file is there under its name only if its hash is right. */
  async extract(entry: TarEntry, target: string, signal: AbortSignal): Promise<void> {
    await mkdir(dirname(target), { recursive: true })
    const hash = createHash('sha256')
    const out = await open(`${target}.part`, 'w')
    try {
      for await (const chunk of chunks(this.#handle, entry, signal)) {
        hash.update(chunk)
        for (let at = 0; at < chunk.length; ) at += (await out.write(chunk, at)).bytesWritten
      }
    } finally {
      await out.close()
    }
    if (hash.digest('hex') !== this.#hashes.get(entry.name)) throw damaged(this.file, entry.name)
    await rename(`${target}.part`, target)
  }

  /** Where an entry that passed the name check goes below a folder. */
  static targetOf(entry: TarEntry, folder: string): string {
    return join(folder, ...entry.name.split('/'))
  }
}

function knownName(name: string): boolean {
  return (Object.values(entryNames) as string[]).includes(name) || (name.startsWith(`${imagesRoot}/`) && isImageName(name.slice(imagesRoot.length + 1)))
}

async function openFile(path: string): Promise<FileHandle> {
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') throw cause
    throw new PlanisphereError('NOT_FOUND', `There is no file ${path}.`, { hint: 'Check the path.', place: { file: path } })
  })
  const status = await handle.stat()
  if (status.isFile()) return handle
  await handle.close()
  throw bad(basename(path), 'is not a file.', 'Choose a .planisphere-work or .planisphere-answers file.')
}

function parseManifest(bytes: Buffer, file: string): Manifest | null {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : null
  if (typeof version === 'number' && version > packageVersion) throw bad(file, 'was made by a newer Planisphere.', 'Update Planisphere to open it.')
  const parsed = Manifest.safeParse(value)
  return parsed.success ? parsed.data : null
}

/** The hash of each entry, by its name. Throws BAD_FILE where the list and the entries differ. */
async function readContents(handle: FileHandle, last: TarEntry, entries: readonly TarEntry[], file: string, signal?: AbortSignal): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  const sizes = new Map(entries.slice(0, -1).map(({ name, bytes }) => [name, bytes]))
  const unreadable = (line: number): PlanisphereError => bad(file, `has a list of contents that does not fit its entries (${entryNames.contents}, line ${line}).`, 'Copy or make it again.')
  const put = (text: string): void => {
    let value: unknown = null
    try {
      value = JSON.parse(text)
    } catch {
      // Said below.
    }
    const parsed = ContentLine.safeParse(value)
    if (!parsed.success || sizes.get(parsed.data.name) !== parsed.data.bytes || hashes.has(parsed.data.name)) throw unreadable(hashes.size + 1)
    hashes.set(parsed.data.name, parsed.data.sha256)
  }
  let carry = ''
  for await (const chunk of chunks(handle, last, signal)) {
    const lines = (carry + chunk.toString('latin1')).split('\n')
    carry = lines.pop() ?? ''
    if (carry.length > 1000) throw unreadable(hashes.size + 1)
    for (const line of lines) put(line)
  }
  if (carry !== '' || hashes.size !== sizes.size) throw unreadable(hashes.size + 1)
  return hashes
}

async function read(handle: FileHandle, entry: TarEntry): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of chunks(handle, entry)) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts)
}

/** An entry's bytes; each chunk is valid until the next is asked for. */
async function* chunks(handle: FileHandle, entry: TarEntry, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, entry.bytes)))
  for (let at = 0; at < entry.bytes; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, entry.bytes - at), entry.offset + at)
    if (bytesRead === 0) throw bad('The package', `became shorter while its entry ${entry.name} was read.`, 'Copy it again.')
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

function damaged(file: string, entry: string): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `${file} is damaged: its entry ${entry} is not what it was when the package was made.`, { hint: 'Copy or make it again.', place: { file, item: entry } })
}
