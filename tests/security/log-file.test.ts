import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LogFile } from '../../src-main/app/logging/log-file.ts'
import { redact } from '../../src-main/app/logging/redact.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.each([
  ['Authorization: Bearer abcdefghij.klmnop', 'abcdefghij'],
  ['api_key="sk-abcdefghijklmnop"', 'abcdefghijklmnop'],
  ['token=hf_ABCDEFGHIJKL in use', 'ABCDEFGHIJKL'],
  ['https://ana:hunter22@example.org/v1', 'hunter22'],
  ['{"password": "hunter22"}', 'hunter22']
])('%s is redacted', (text, secret) => {
  expect(redact(text)).not.toContain(secret)
  expect(redact(text)).toContain('[redacted]')
})

test('what is no secret stays as it is', () => {
  const text = 'Imported 10,921 captions of /data/rsicd in 3.2 s; 77 tokens each.'
  expect(redact(text)).toBe(text)
})

test('the log turns over at its size, keeps three files, and is for its owner alone', () => {
  const path = join(temporaryFolder(), 'logs', 'a.log')
  const log = new LogFile(path, 1000)
  for (let line = 0; line < 60; line++) log.info(`line ${line} token=secretsecret`)
  expect(readFileSync(path, 'utf8')).toContain('line 59')
  expect(readFileSync(path, 'utf8')).not.toContain('secretsecret')
  expect([path, `${path}.1`, `${path}.2`, `${path}.3`].map((file) => existsSync(file))).toEqual([true, true, true, false])
  for (const file of [path, `${path}.1`, `${path}.2`]) expect(statSync(file).size).toBeLessThanOrEqual(1000)
  expect(statSync(path).mode & 0o077).toBe(0)
})

test('a log that cannot be written is no failure', () => {
  const file = join(temporaryFolder(), 'a-file')
  writeFileSync(file, '')
  expect(() => new LogFile(join(file, 'a.log')).error('x', new Error('y'))).not.toThrow()
})
