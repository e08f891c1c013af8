/**
 * Packs texts by name into an asar archive, the format in which Electron keeps its default application: two pickles
 * (size of the header; the header as JSON), then the bodies.
 */
export function packAsar(files) {
  const header = { files: {} }
  const bodies = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text)
    header.files[name] = { size: body.length, offset: String(offset) }
    offset += body.length
    bodies.push(body)
  }
  const json = Buffer.from(JSON.stringify(header))
  const padded = Math.ceil(json.length / 4) * 4
  const head = Buffer.alloc(8 + padded)
  head.writeUInt32LE(4 + padded, 0)
  head.writeInt32LE(json.length, 4)
  json.copy(head, 8)
  const size = Buffer.alloc(8)
  size.writeUInt32LE(4, 0)
  size.writeUInt32LE(head.length, 4)
  return Buffer.concat([size, head, ...bodies])
}
