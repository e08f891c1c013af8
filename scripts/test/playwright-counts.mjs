import { writeFileSync } from 'node:fs'

/** A Playwright reporter that keeps the counts and the reasons of skips. */
export default class PlaywrightCounts {
  #root
  #errors = 0

  onBegin(_config, suite) {
    this.#root = suite
  }

  onError() {
    this.#errors++
  }

  onEnd() {
    const report = { passed: 0, failed: this.#errors, skipped: [] }
    for (const test of this.#root?.allTests() ?? []) {
      const outcome = test.outcome()
      if (outcome === 'skipped') report.skipped.push({ name: test.titlePath().filter(Boolean).join(': '), reason: test.annotations.find(({ type }) => type === 'skip')?.description ?? 'it did not run' })
      else if (outcome === 'unexpected') report.failed++
      else report.passed++
    }
    writeFileSync(process.env.PLANISPHERE_TEST_REPORT, JSON.stringify(report))
  }

  printsToStdio() {
    return false
  }
}
