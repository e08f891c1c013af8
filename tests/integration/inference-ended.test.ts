import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = temporaryFolder()

/** In a process of its own: what is tested would end it. */
const program = `
  import { readFileSync } from 'node:fs'
  const { SideSession } = await import('${root}/src-main/engine/inference/side-session.ts')
  const { EncoderSpec } = await import('${root}/src-main/engine/inference/encoder-spec.ts')
  const folder = '${root}/resources/demo-encoder'
  const spec = EncoderSpec.parse(JSON.parse(readFileSync(folder + '/encoder.json', 'utf8')))
  const texts = Array.from({ length: 3000 }, (_, i) => 'a red roof beside the river, number ' + i)
  for (let i = 0; i < 5; i++) {
    const session = await SideSession.openText(folder, spec.text, { provider: 'cpu' })
    const encoded = session.encodeTexts(texts).then(() => 'encoded', () => 'ended')
    await new Promise((done) => setTimeout(done, 20 + 15 * i))
    await session.close()
    console.log(await encoded)
  }
`

test('inference that is ended in the middle of a run leaves the process alive', { timeout: 60_000 }, async () => {
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program)
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: root })
  const ends = stdout.trim().split('\n')
  expect(ends.length).toBe(5)
  expect(ends).toContain('ended')
})
