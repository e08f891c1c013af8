import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** HOME may be unset or empty in containers and services; the account's own home folder stands in. */
const home = process.env.HOME || userInfo().homedir

/** Downloads that can be made again: shared by all checkouts of this user. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(home, '.cache'), 'planisphere')

/** The user's own data: the sample project. */
export const dataFolder = join(process.env.XDG_DATA_HOME || join(home, '.local', 'share'), 'planisphere')

/** What set-up remembers of this checkout; goes when `node_modules` goes. */
export const stampFolder = join(root, 'node_modules', '.planisphere')

/** The pinned Node of `node_modules`, which runs the engine, the command line and the tests. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

export function isInstalled() {
  return existsSync(join(root, 'node_modules', '.package-lock.json')) && existsSync(pinnedNode)
}
