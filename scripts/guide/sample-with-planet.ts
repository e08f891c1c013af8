import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '../../tests/e2e/support/launch.ts'
import { planisphere } from '../../tests/support/command-line.ts'

/**
 * A sample project with everything that PLANET makes, which takes most of an hour; PLANISPHERE_GUIDE_PROJECT names one
 * that was made before.
 */
export async function sampleWithPlanet(): Promise<string> {
  const given = process.env['PLANISPHERE_GUIDE_PROJECT']
  if (given) return given
  const project = join(mkdtempSync(join(tmpdir(), 'planisphere-guide-')), 'sample.planisphere')
  for (const words of [['sample', project], ['planet', 'mine', project], ['planet', 'score', project], ['planet', 'train', project, '--name', 'planet'], ['planet', 'ablate', project]]) await run(words)
  return project
}

/** Evaluates under this name, unless the project has such a run. */
export async function evaluateOnce(project: string, name: string, options: readonly string[]): Promise<void> {
  const listed = await planisphere(['runs', 'list', project, '--json'])
  if (!listed.stdout.includes(JSON.stringify(name))) await run(['evaluate', project, '--name', name, ...options])
}

/** Runs a command of planisphere that must succeed. */
export async function run(words: readonly string[]): Promise<void> {
  const result = await planisphere([...words, '--json'])
  expect(result.code, `${words.join(' ')}: ${result.stderr}`).toBe(0)
}
