/** Electron's switches inside its binary: a sentinel, a version byte, a length byte, then one ASCII 0, 1 or r a fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const removed = 0x72

const positions = {
  runAsNode: 0,
  cookieEncryption: 1,
  nodeOptions: 2,
  nodeCliInspect: 3,
  asarIntegrity: 4,
  onlyLoadAppFromAsar: 5,
  browserSnapshot: 6,
  fileProtocolPrivileges: 7
}

/** Sets fuses in the bytes of an Electron binary, in place. */
export function setFuses(binary, wanted) {
  const at = binary.indexOf(sentinel)
  if (at < 0) throw new Error('this binary has no fuses: it is not an Electron')
  const version = binary[at + sentinel.length]
  const count = binary[at + sentinel.length + 1]
  if (version !== 1) throw new Error(`unknown fuse format ${version}`)
  for (const [name, on] of Object.entries(wanted)) {
    const position = positions[name]
    const byte = at + sentinel.length + 2 + position
    if (position < count && binary[byte] !== removed) binary[byte] = on ? 0x31 : 0x30
  }
}
