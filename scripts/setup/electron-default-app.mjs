// Packed as resources/default_app.asar of the fallback runtime (electron-fallback.mjs), which lacks Electron's own.
// It starts an application folder as Electron does: `electron [switches] FOLDER [arguments]`.
import { app } from 'electron'
import { createRequire } from 'node:module'
import fs from 'node:fs'
import path from 'node:path'
import url from 'node:url'

const Module = createRequire(import.meta.url)('node:module')

function fail(message) {
  console.error(message)
  process.exit(1)
}

/** Electron's own reading of the arguments: -r preloads a module (Playwright needs it), the first other word is the application. */
function readArguments(words) {
  const preload = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === '--version' || word === '-v') {
      console.log(`v${process.versions.electron}`)
      process.exit(0)
    } else if (word === '--require' || word === '-r') preload.push(words[++at])
    else if (word.startsWith('--app=')) return { preload, folder: word.slice(6) }
    else if (!word.startsWith('-')) return { preload, folder: word }
  }
  return { preload, folder: null }
}

const { preload, folder } = readArguments(process.argv.slice(1))
if (preload.length > 0) Module._preloadModules(preload)
if (folder === null) fail('electron: no application given')
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
const appPath = path.resolve(folder)
try {
  const description = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'))
  app.setVersion(description.version)
  app.name = description.productName ?? description.name
  app.setDesktopName(`${app.name}.desktop`)
  app.setAppPath(appPath)
} catch (error) {
  fail(`electron: ${appPath} has no readable package.json: ${error.message}`)
}
// Top-level await: Electron holds its 'ready' back until the application's module has finished.
try {
  await import(url.pathToFileURL(Module._resolveFilename(appPath, null, true)).toString())
} catch (error) {
  console.error('The application failed to load:', error.stack ?? error)
  process.exit(1)
}
