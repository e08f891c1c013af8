#!/usr/bin/env node
// `npm run -s bench -- NAME [options]`: runs tests/bench/NAME.bench.ts on the pinned Node.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isHeadless, startVirtualDisplay } from './setup/display.mjs'
import { pinnedNode, root } from './setup/places.mjs'
import { foreground } from './setup/run-command.mjs'
import { runMain, SetupStop } from './setup/say.mjs'

const folder = join(root, 'tests', 'bench')

await runMain(async () => {
  const [name, ...rest] = process.argv.slice(2)
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.bench.ts')).map((file) => file.slice(0, -'.bench.ts'.length)) : []
  const list = `Benches: ${names.join(', ') || 'none'}`
  if (name === undefined) return void console.log(`npm run -s bench -- NAME [options]\n${list}`)
  if (!names.includes(name)) throw new SetupStop(`There is no bench ${name}. ${list}`, 2)
  if (!existsSync(pinnedNode)) throw new SetupStop('The packages are not installed yet. Run `npm start` or `npm test` once; both set up what is missing.', 2)
  const run = (env) => foreground(pinnedNode, [join(folder, `${name}.bench.ts`), ...rest], { env })
  // Some open the window.
  if (!isHeadless()) return run(process.env)
  const display = await startVirtualDisplay({ width: 1700, height: 1100 })
  try {
    return await run({ ...process.env, ...display.env })
  } finally {
    display.stop()
  }
})
