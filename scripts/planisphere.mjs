#!/usr/bin/env node
// The command line, from a checkout: runs src-main/entry/cli.ts on the pinned Node. No set-up: it must start fast.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root } from './setup/places.mjs'
import { capture, foreground } from './setup/run-command.mjs'
import { runMain, SetupStop } from './setup/say.mjs'

await runMain(async () => {
  const node = process.env.PLANISPHERE_NODE || pinnedNode
  if (!existsSync(join(root, 'node_modules'))) throw new SetupStop('The packages are not installed yet. Run `npm start` or `npm test` once; both set up what is missing.', 2)
  if (node === pinnedNode && !existsSync(pinnedNode)) throw new SetupStop('The pinned Node is missing from node_modules. Run `npm ci`, with install scripts allowed.', 2)
  if (node !== pinnedNode) checkVersion(node)
  return foreground(node, [join(root, 'src-main', 'entry', 'cli.ts'), ...process.argv.slice(2)])
})

/** better-sqlite3 crashes on an older Node without a message. */
function checkVersion(node) {
  const asked = capture(node, ['-p', 'process.versions.node'])
  const [major = 0, minor = 0] = asked.out.trim().split('.').map(Number)
  if (asked.ok && (major > 22 || (major === 22 && minor >= 18))) return
  throw new SetupStop(`PLANISPHERE_NODE is ${node}, ${asked.ok ? `version ${asked.out.trim()}` : 'which does not run'}. The engine needs Node 22.18 or newer.`, 2)
}
