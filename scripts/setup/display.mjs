import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupStop } from './say.mjs'

/** Whether a window could not be shown here. */
export function isHeadless() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
}

/**
 * Starts a virtual display of our own on a free number, that only this user can reach. Returns {env, stop}: the
 * variables that a program needs to draw on it, and the function that ends it.
 */
export async function startVirtualDisplay({ width = 1600, height = 1000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-display-'))
  const authority = join(folder, 'Xauthority')
  writeFileSync(authority, authorityFile(randomBytes(16)), { mode: 0o600 })
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-auth', authority], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe']
  })
  const stop = () => {
    process.off('exit', stop)
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', stop)
  try {
    const number = await displayNumber(server)
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop }
  } catch (error) {
    stop()
    throw new SetupStop(`The virtual display (Xvfb) did not start: ${error.message}`)
  }
}

function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let said = ''
    let complaint = ''
    server.stderr.on('data', (chunk) => (complaint += chunk))
    server.stdio[3].on('data', (chunk) => {
      said += chunk
      if (said.includes('\n')) resolve(Number.parseInt(said, 10))
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(complaint.trim() || `it ended with code ${code}`)))
  })
}

/** One Xauthority entry, for any host and any display: family, then address, display, name and cookie, each with its length. */
function authorityFile(cookie) {
  const field = (bytes) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const wildFamily = Buffer.from([0xff, 0xff])
  return Buffer.concat([wildFamily, field(Buffer.alloc(0)), field(Buffer.alloc(0)), field(Buffer.from('MIT-MAGIC-COOKIE-1')), field(cookie)])
}
