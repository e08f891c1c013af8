import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { containedFile } from '../../src-main/app/protocol/contained-file.ts'
import { studioHandler } from '../../src-main/app/protocol/studio-protocol.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let base = ''
let site = ''

beforeAll(() => {
  base = temporaryFolder()
  site = join(base, 'site')
  mkdirSync(join(site, 'assets'), { recursive: true })
  writeFileSync(join(site, 'index.html'), '<!doctype html>')
  writeFileSync(join(site, 'assets', 'a b.js'), '')
  writeFileSync(join(site, '.env'), 'TOKEN=1')
  writeFileSync(join(site, 'program'), '')
  writeFileSync(join(base, 'secret.json'), '{}')
  symlinkSync(join(base, 'secret.json'), join(site, 'link.json'))
  symlinkSync(base, join(site, 'up'))
})

test('files of the folder are found', async () => {
  expect(await containedFile(site, '/index.html')).toBe(join(site, 'index.html'))
  expect(await containedFile(site, '/assets/a%20b.js')).toBe(join(site, 'assets', 'a b.js'))
})

test.each([
  '/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/assets/..%2f..%2fsecret.json', '/assets/%2e%2e/%2e%2e/secret.json',
  '/%252e%252e/secret.json', '/..\\secret.json', '/..%5csecret.json', '//secret.json', '/assets//a.js', '/index.html%00.js', '/%', '/%ff',
  '/.env', '/%2eenv', '/link.json', '/up/secret.json', '/assets', '/', '', '/C:/secret.json', '/index.html/', '/index.html/..'
])('%s names no file', async (path) => {
  expect(await containedFile(site, path)).toBeNull()
})

test('no path whatever leads outside', async () => {
  const piece = fc.constantFrom('..', '%2e', '%2E%2e', '.', '/', '%2f', '%5c', '\\', 'assets', 'up', 'link.json', 'secret.json', 'index.html', '%00', '%25', ':')
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const found = await containedFile(site, pieces.join(''))
      expect(found === null || (found.startsWith(`${site}/`) && !found.includes('secret'))).toBe(true)
    }),
    { numRuns: 500 }
  )
})

test('the handler serves known types under its one host, with the policy', async () => {
  const handle = studioHandler(site, () => [])
  const page = await handle(new Request('app://studio/'))
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await handle(new Request('app://studio/program'))).status).toBe(404)
  expect((await handle(new Request('app://other/index.html'))).status).toBe(404)
  expect((await handle(new Request('app://studio/index.html', { method: 'POST' }))).status).toBe(405)
})
