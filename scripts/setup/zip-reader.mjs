import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'

/**
 * Reads a zip file's central directory. Only what the fallback runtime's archive needs: under 4 GB, no zip64, members
 * stored or deflated. Each entry: {name, mode, size, read()}. Call `close` at the end.
 */
export function openZip(path) {
  const fd = openSync(path, 'r')
  const directory = readDirectory(fd)
  return { entries: Array.from(entriesOf(fd, directory)), close: () => closeSync(fd) }
}

function readDirectory(fd) {
  const length = fstatSync(fd).size
  // The end record stands in the last 22 bytes, before a comment of at most 65,535.
  const end = Buffer.alloc(Math.min(length, 65_557))
  readSync(fd, end, 0, end.length, length - end.length)
  const at = end.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (at < 0) throw new Error('not a zip file')
  const directory = Buffer.alloc(end.readUInt32LE(at + 12))
  readSync(fd, directory, 0, directory.length, end.readUInt32LE(at + 16))
  return directory
}

function* entriesOf(fd, directory) {
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameLength = directory.readUInt16LE(at + 28)
    const member = {
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42)
    }
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    yield { name, size: member.size, mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777, read: () => readMember(fd, name, member) }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
}

function readMember(fd, name, { method, packed, size, offset }) {
  const header = Buffer.alloc(30)
  readSync(fd, header, 0, 30, offset)
  const raw = Buffer.alloc(packed)
  readSync(fd, raw, 0, packed, offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28))
  const body = method === 0 ? raw : inflateRawSync(raw, { maxOutputLength: size + 1 })
  if (body.length !== size) throw new Error(`zip: ${name} has ${body.length} bytes instead of ${size}`)
  return body
}
