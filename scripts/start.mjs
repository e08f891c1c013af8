#!/usr/bin/env node
// `npm start`: sets up what is missing, makes the sample project if there is none, and opens the studio on it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isHeadless, startVirtualDisplay } from './setup/display.mjs'
import { dataFolder, pinnedNode, root } from './setup/places.mjs'
import { foreground } from './setup/run-command.mjs'
import { needsNoSandbox } from './setup/sandbox.mjs'
import { runMain, say, SetupStop } from './setup/say.mjs'
import { setUp } from './setup/set-up.mjs'

const help = `npm start -- [options]
  --project DIR      open this project instead of the sample
  --screenshot FILE  save what the window shows when it has settled, as PNG, and quit
  --size 1280x800    the window's size
  --screen NAME      the screen to show: overview, browse, review, retrieve, compare, encoders, planet, jobs, settings
  --theme dark|light
  --no-project       open without a project`

await runMain(async () => {
  const { values } = readArguments()
  if (values.help) return void console.log(help)
  const electron = await setUp()
  const project = values['no-project'] ? null : values.project ? resolve(values.project) : await sampleProject()
  const size = sizeOf(values.size)
  const args = [root]
  if (project !== null) args.push(`--project=${project}`)
  if (values.screenshot) args.push(`--screenshot=${resolve(values.screenshot)}`)
  if (values.size) args.push(`--size=${values.size}`)
  if (values.screen) args.push(`--screen=${values.screen}`)
  if (values.theme) args.push(`--theme=${values.theme}`)
  const switches = ['--log-level=3']
  const noSandbox = needsNoSandbox()
  if (noSandbox !== null) {
    say(noSandbox)
    switches.push('--no-sandbox')
  }
  if (!isHeadless()) return foreground(electron.binary, [...switches, ...args], { cwd: root })
  say(values.screenshot ? 'There is no display here: the window opens on a virtual one (Xvfb).' : 'There is no display here: the window opens on a virtual one (Xvfb), where nobody sees it. End with Ctrl-C; `npm start -- --screenshot FILE` saves a picture of it.')
  const display = await startVirtualDisplay({ width: size.width + 64, height: size.height + 64 })
  // A virtual display has no graphics card behind it, whatever the machine has.
  switches.push('--disable-gpu')
  try {
    return await foreground(electron.binary, [...switches, ...args], { cwd: root, env: { ...process.env, ...display.env } })
  } finally {
    display.stop()
  }
})

function readArguments() {
  try {
    return parseArgs({
      options: {
        project: { type: 'string' },
        screenshot: { type: 'string' },
        size: { type: 'string' },
        screen: { type: 'string' },
        theme: { type: 'string' },
        'no-project': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' }
      }
    })
  } catch (error) {
    throw new SetupStop(`${error.message}\n\n${help}`, 2)
  }
}

function sizeOf(text) {
  if (text === undefined) return { width: 1600, height: 1000 }
  const match = /^(\d{3,4})x(\d{3,4})$/.exec(text)
  if (match === null) throw new SetupStop(`--size wants WIDTHxHEIGHT, as in 1280x800; this is ${text}.`, 2)
  return { width: Number(match[1]), height: Number(match[2]) }
}

/** The sample project in the user's data folder, made now if it is missing. Made under another name and then renamed, so that it is whole or absent. */
async function sampleProject() {
  const folder = join(dataFolder, 'sample.planisphere')
  if (existsSync(folder)) return folder
  mkdirSync(dirname(folder), { recursive: true })
  const unfinished = join(dataFolder, `unfinished-${basename(folder)}`)
  rmSync(unfinished, { recursive: true, force: true })
  say('Making the sample project (once) ...')
  const code = await foreground(pinnedNode, [join(root, 'src-main', 'entry', 'cli.ts'), 'sample', unfinished], { cwd: root, stdio: ['ignore', 2, 2] })
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true })
    say(`The sample project could not be made (code ${code}); the studio opens without a project.`)
    return null
  }
  renameSync(unfinished, folder)
  return folder
}
