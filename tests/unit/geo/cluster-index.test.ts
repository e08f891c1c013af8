import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ClusterIndex } from '#engine/geo/cluster-index.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()

const points = { ids: Int32Array.of(7, 8, 9, 10), lon: Float64Array.of(10, 10.0001, 10.0002, -120), lat: Float64Array.of(50, 50, 50, 30) }

test('near points are one cluster from afar and places from near; a lone point is itself', async () => {
  const index = new ClusterIndex(points)
  const world = await index.query([-180, -85, 180, 85], 1)
  expect(world.map(({ count, place }) => [count, place]).sort()).toEqual([[1, 10], [3, null]])
  const near = await index.query([9.9, 49.9, 10.1, 50.1], 20)
  expect(near.map(({ place }) => place).sort()).toEqual([7, 8, 9])
  await index.close()
  await expect(index.query([-180, -85, 180, 85], 1)).rejects.toMatchObject({ code: 'CANCELLED' })
})

test('an idle index does not keep the process from ending', async () => {
  const module = fileURLToPath(new URL('../../../src-main/engine/geo/cluster-index.ts', import.meta.url))
  const program = `const { ClusterIndex } = await import(${JSON.stringify(module)}); const index = new ClusterIndex({ ids: Int32Array.of(1), lon: Float64Array.of(0), lat: Float64Array.of(0) }); const wait = setTimeout(() => {}, 1e6); await index.query([-1, -1, 1, 1], 3); clearTimeout(wait); console.log('answered')`
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program)
  const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 20_000 })
  expect(stdout).toBe('answered\n')
})
