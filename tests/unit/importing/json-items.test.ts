import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readJsonItems } from '#engine/importing/json-items.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const path = join(temporaryFolder(), 'items.json')

async function items(content: string, wholeUpTo: number, list?: string): Promise<unknown[]> {
  writeFileSync(path, content)
  const all: unknown[] = []
  for await (const chunk of readJsonItems(path, 'items.json', { wholeUpTo, list })) all.push(...chunk)
  return all
}

describe('a JSON file is read the same whole and streamed', () => {
  it.each([
    ['an array', '[{"a":1},{"a":[2,{"b":"x]"}]},{"__proto__":{"c":1}}]', undefined],
    ['an object of members', '{"x.jpg":"one","y.jpg":{"caption":"two"}}', undefined],
    ['a list inside an object', '{"info":{"year":1},"images":[{"id":1},{"id":2}],"annotations":[{"id":9}]}', undefined],
    ['a named list', '{"images":[{"id":1}],"annotations":[{"id":9},{"id":10}]}', 'annotations'],
    ['a named list that is not there', '{"images":[{"id":1}]}', 'annotations']
  ])('%s', async (_what, content, list) => {
    const whole = await items(content, 1e9, list)
    expect(JSON.stringify(await items(content, 0, list))).toBe(JSON.stringify(whole))
    if (list === undefined) expect(whole.length).toBeGreaterThan(1)
  })

  it.each(['[{"a":1},{"a":', '[1 2]', 'nonsense'])('%s is a bad file either way', async (content) => {
    await expect(items(content, 1e9)).rejects.toMatchObject({ code: 'BAD_FILE' })
    await expect(items(content, 0)).rejects.toMatchObject({ code: 'BAD_FILE' })
  })
})
