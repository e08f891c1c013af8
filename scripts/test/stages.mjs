import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root } from '../setup/places.mjs'
import { foreground } from '../setup/run-command.mjs'
import { runQuietly } from './run-quietly.mjs'

/** What a stage found: counts, and for each skipped test its name and reason. */
const results = join(root, 'artifacts', 'test')
const bin = (name, file) => join(root, 'node_modules', name, file)

export const checkNames = ['lint', 'types', 'rules']
export const suiteNames = ['unit', 'contract', 'integration', 'security']

const checks = {
  lint: [bin('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0'],
  types: [bin('vue-tsc', 'bin/vue-tsc.js'), '--noEmit', '-p', 'tsconfig.json'],
  rules: [bin('dependency-cruiser', 'bin/dependency-cruiser.mjs'), 'src-main', 'src-shared', 'src-renderer', '--config', '.dependency-cruiser.cjs']
}

/** Runs one check of the sources; it counts as one test. Its output is shown where it fails. */
export async function runCheck(name) {
  const { code, output } = await runQuietly(pinnedNode, checks[name])
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], output: code === 0 ? '' : output }
}

/** Runs suites of vitest, with filters of file names. */
export async function runVitest(suites, filters) {
  const report = freshReport('vitest.json')
  const present = suites.filter((suite) => hasTests(join(root, 'tests', suite)))
  if (present.length === 0) return { passed: 0, failed: 0, skipped: [] }
  const args = [bin('vitest', 'vitest.mjs'), 'run', ...present.flatMap((suite) => ['--project', suite]), ...filters]
  const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts', 'test', 'vitest-counts.mjs')}`]
  // Filters may fit tests of another stage only.
  const code = await foreground(pinnedNode, [...args, ...reporters, '--passWithNoTests'], { cwd: root, env: { ...process.env, PLANISPHERE_TEST_REPORT: report } })
  return readReport(report, code)
}

/** Runs the end-to-end tests in the real window, a worker for each of the displays (environments), or one on the person’s own. */
export async function runPlaywright(filters, displays) {
  if (!hasTests(join(root, 'tests', 'e2e'))) return { passed: 0, failed: 0, skipped: [] }
  const report = freshReport('playwright.json')
  const args = [bin('@playwright/test', 'cli.js'), 'test', ...filters, '--pass-with-no-tests', '--reporter', `list,${join(root, 'scripts', 'test', 'playwright-counts.mjs')}`]
  const code = await foreground(pinnedNode, args, { cwd: root, env: { ...process.env, ...displays[0], PLANISPHERE_TEST_DISPLAYS: JSON.stringify(displays), PLANISPHERE_TEST_REPORT: report } })
  return readReport(report, code)
}

function hasTests(folder) {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /\.(test|spec)\.ts$/.test(String(name)))
}

function freshReport(name) {
  mkdirSync(results, { recursive: true })
  const path = join(results, name)
  rmSync(path, { force: true })
  return path
}

/** A run that ended without its report, or badly without a failed test, is one failure: never a silent success. */
function readReport(path, code) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: [] }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  if (code !== 0 && report.failed === 0) report.failed = 1
  return report
}
