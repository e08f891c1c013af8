import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const root = resolve(import.meta.dirname, '../../..')

// A search text is an argument of the process: ONNX Runtime, loading in a thread, must survive the longest that is allowed.
test('a long command line does not kill the process when ONNX Runtime loads', () => {
  const script = join(temporaryFolder(), 'open.mjs')
  const request = {
    kind: 'open-text',
    folder: join(root, 'resources/demo-encoder'),
    spec: { file: 'text.onnx', inputs: { ids: 'input_ids', mask: 'attention_mask' }, output: 'text_embeds', tokenizer: 'tokenizer.json', length: 96, padding: 'length', padToken: 0 },
    provider: 'cpu',
    threads: 1
  }
  writeFileSync(
    script,
    `import { EncodeThread } from ${JSON.stringify(pathToFileURL(join(root, 'src-main/engine/inference/encode-thread.ts')).href)}
    const thread = new EncodeThread()
    const { provider } = await thread.call(${JSON.stringify(request)})
    console.log(provider)
    await thread.close()`
  )
  const done = spawnSync(process.execPath, [script, 'x'.repeat(20_000)], { encoding: 'utf8', timeout: 30_000 })
  expect(done).toMatchObject({ signal: null, status: 0, stdout: 'cpu\n' })
})
