#!/usr/bin/env node
// `npm run build`: sets up what is missing and builds main, preload and renderer into `out/`.
import { runMain } from './setup/say.mjs'
import { setUp } from './setup/set-up.mjs'

await runMain(async () => {
  await setUp()
})
