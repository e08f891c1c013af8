import { writeFileSync } from 'node:fs'

/** A vitest reporter that keeps the counts and the reasons of skips, which its JSON reporter leaves out. */
export default class VitestCounts {
  onTestRunEnd(modules, unhandled) {
    const report = { passed: 0, failed: unhandled.length, skipped: [] }
    for (const module of modules) {
      let failedHere = 0
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        if (state === 'passed') report.passed++
        else if (state === 'failed') failedHere++
        else report.skipped.push({ name: `${module.relativeModuleId}: ${test.fullName}`, reason: note ?? reasonInName(test.fullName) })
      }
      // A module that could not be loaded has no test that failed, but failed itself.
      report.failed += failedHere === 0 && module.state() === 'failed' ? 1 : failedHere
    }
    writeFileSync(process.env.PLANISPHERE_TEST_REPORT, JSON.stringify(report))
  }
}

/** Tests that are skipped by a condition say why in their own or their group's name: `(skipped: no data)`. */
function reasonInName(name) {
  return /\(skipped: ([^)]+)\)/.exec(name)?.[1] ?? 'no reason given'
}
