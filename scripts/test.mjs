#!/usr/bin/env node
// `npm test`: sets up what is missing, then lint, types, dependency rules, vitest and the end-to-end tests. Goes on
// after a stage that fails; the last line is `N passed, N failed, N skipped`.
//   npm test -- [STAGE ...] [FILTER ...]    stages: lint types rules unit contract integration security e2e
import { isHeadless, startVirtualDisplay } from './setup/display.mjs'
import { say, SetupStop } from './setup/say.mjs'
import { setUp } from './setup/set-up.mjs'
import { checkNames, runCheck, runPlaywright, runVitest, suiteNames } from './test/stages.mjs'

const allStages = [...checkNames, ...suiteNames, 'e2e']
const words = process.argv.slice(2)
const named = words.filter((word) => allStages.includes(word))
const stages = named.length > 0 ? named : allStages
const filters = words.filter((word) => !allStages.includes(word))
const total = { passed: 0, failed: 0, skipped: [] }

try {
  await setUp({ window: stages.includes('e2e') })
  await testAll()
} catch (error) {
  say(error instanceof SetupStop ? `\n${error.message}` : error.stack)
  total.failed++
}
for (const { name, reason } of total.skipped) console.log(`skipped  ${name}\n         ${reason}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0

async function testAll() {
  // The checks need one core each; the suites measure times, so they run alone.
  const checks = filters.length > 0 && named.length === 0 ? [] : checkNames.filter((name) => stages.includes(name))
  await Promise.all(checks.map(async (name) => add(name, await runCheck(name))))
  const suites = suiteNames.filter((name) => stages.includes(name))
  if (suites.length > 0) add(suites.join(', '), await runVitest(suites, filters))
  if (stages.includes('e2e')) add('e2e', await endToEnd())
}

async function endToEnd() {
  // On a person's own display one window at a time: a second would take the first one's focus.
  if (!isHeadless()) return runPlaywright(filters, [])
  const displays = await Promise.all(Array.from({ length: 2 }, () => startVirtualDisplay({ width: 1700, height: 1100 })))
  try {
    return await runPlaywright(filters, displays.map(({ env }) => env))
  } finally {
    for (const display of displays) display.stop()
  }
}

function add(name, { passed, failed, skipped, output = '' }) {
  total.passed += passed
  total.failed += failed
  total.skipped.push(...skipped)
  console.log(`${output}${failed > 0 ? 'FAILED ' : 'ok     '} ${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped\n`)
}
