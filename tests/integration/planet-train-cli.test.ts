import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { TrainOptions, type ModelCard } from '#shared/domain/planet.ts'
import { createEngine } from '#engine/service/create-engine.ts'
import { planisphere } from '../support/command-line.ts'
import { fillPlanetProject } from '../support/planet-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const path = join(folder, 'p.planisphere')
const words = ['--steps', '30', '--batch', '16', '--lambda', '0.2', '--terms', 'colour,texture', '--threads', '1', '--validate-every', '10', '--patience', 'none']

beforeAll(async () => {
  const engine = createEngine({ resources: folder })
  const client = engine.client()
  const { project } = await client.call('projects.create', { path })
  await client.call('projects.close', { project })
  await fillPlanetProject(path)
  // A training that someone stopped.
  await client.call('projects.open', { path })
  const options = TrainOptions.parse({ name: 'stopped', steps: 30, batch: 16, lambda: [0.2], weights: { colour: 1, structure: 0, texture: 1 }, threads: 1, validateEvery: 10, patience: null })
  const { job } = await client.call('planet.train', { project, options })
  await client.call('jobs.cancel', { project, job })
  await client.close()
  await engine.close()
})

test('planet train prints one document; the same command goes on with one that was stopped; planet card prints what is known', async () => {
  const trained = await planisphere(['planet', 'train', path, '--name', 'stopped', ...words, '--json'])
  expect(trained.code).toBe(0)
  expect(trained.stderr).toContain('Going on with the training of stopped that was stopped')
  const { encoder, card, runs } = trained.json<{ encoder: string; card: ModelCard; runs?: string[] }>()
  expect(encoder).toBe('stopped')
  expect(runs).toBeUndefined()
  expect(card).toMatchObject({ lambda: 0.2, options: { weights: { colour: 1, structure: 0, texture: 1 }, patience: null, seed: 1 }, data: { places: { train: 40, val: 12, test: 12 } } })
  expect(card.curve.every(({ structure, colour }) => structure === null && colour !== null)).toBe(true)

  const shown = await planisphere(['planet', 'card', path, 'stopped', '--json'])
  expect(shown.json()).toEqual(card)
  const forPeople = await planisphere(['planet', 'card', path, 'stopped'])
  expect(forPeople.stdout).toContain('PLANET-nano from scratch, lambda 0.2')

  const again = await planisphere(['planet', 'train', path, '--name', 'stopped', ...words])
  expect(again.code).toBe(3)
  expect(again.stderr).toContain('already')
  const wrong = await planisphere(['planet', 'train', path, '--name', 'x', '--terms', 'smell'])
  expect(wrong.code).toBe(2)
  const noRate = await planisphere(['planet', 'train', path, '--name', 'x', '--rate', '0'])
  expect([noRate.code, noRate.stderr]).toEqual([2, expect.stringContaining('The option rate cannot be used')])
  const tooLarge = await planisphere(['planet', 'train', path, '--name', 'x', '--batch', '41'])
  expect(tooLarge.code).not.toBe(0)
  expect(tooLarge.stderr).toMatch(/batch of 41.*only 40/)
})
