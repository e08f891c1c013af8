import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tileUrl, viewUrl } from '../../src-shared/contracts/bridge.ts'
import { PlanisphereError } from '../../src-shared/errors/planisphere-error.ts'
import { mediaHandler, type AskEngine } from '../../src-main/app/protocol/media-protocol.ts'
import { parseMediaUrl } from '../../src-main/app/protocol/media-url.ts'

const project = '0123456789abcdef'

test('the contract’s own URLs are read', () => {
  expect(parseMediaUrl(viewUrl(project, 7, 256))).toEqual({ kind: 'view', input: { project, view: 7, size: 256 } })
  expect(parseMediaUrl(`media://view/${project}/7`)).toEqual({ kind: 'view', input: { project, view: 7, size: 0 } })
  const tile = tileUrl('a1').replace('{z}', '3').replace('{x}', '4').replace('{y}', '5')
  expect(parseMediaUrl(tile)).toEqual({ kind: 'tile', input: { archive: 'a1', z: 3, x: 4, y: 5 } })
})

test.each([
  'https://view/0123456789abcdef/7', 'media://view/0123456789abcdef', 'media://view/0123456789abcdef/7/8', 'media://view/0123456789abcdef/7.5', 'media://view/0123456789abcdef/0',
  'media://view/0123456789ABCDEF/7', 'media://view/%2e%2e/7', 'media://view/0123456789abcdef/7?size=4097', 'media://view/0123456789abcdef/7?size=-1', 'media://view/0123456789abcdef/1e3',
  'media://tiles/a/25/0/0', 'media://tiles/a/1/-1/0', 'media://tiles/..%2fa/1/0/0', 'media://files/etc/passwd', 'media://', 'nonsense'
])('%s is refused', (url) => {
  expect(parseMediaUrl(url)).toBeNull()
})

test('no URL whatever asks for more than a view or a tile by id', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.webQueryParameters(), fc.constantFrom('view', 'tiles', 'x'), (path, query, host) => {
      const parsed = parseMediaUrl(`media://${host}${path}?${query}`)
      if (parsed?.kind === 'view') expect(parsed.input.project).toMatch(/^[0-9a-f]{16}$/)
      if (parsed?.kind === 'tile') expect(parsed.input.archive).toMatch(/^[\w-]+$/)
    })
  )
})

test('answers carry the engine’s picture, and its errors only as a status', async () => {
  const answering = (answer: () => unknown): ((request: Request) => Promise<Response>) => mediaHandler((() => Promise.resolve().then(answer)) as AskEngine)
  const url = new Request(`media://view/${project}/7?size=64`)
  const good = await answering(() => ({ type: 'image/png', bytes: new Uint8Array([1, 2]) }))(url)
  expect([good.status, good.headers.get('content-type'), (await good.arrayBuffer()).byteLength]).toEqual([200, 'image/png', 2])
  const script = await answering(() => ({ type: 'text/html', bytes: new Uint8Array(1) }))(url)
  expect(script.status).toBe(404)
  for (const [code, status] of [['NOT_FOUND', 404], ['BAD_IMAGE', 422], ['ENGINE_GONE', 503], ['INTERNAL', 500]] as const) {
    const failed = await answering(() => {
      throw new PlanisphereError(code, 'at /home/ana/secret.ts:1')
    })(url)
    expect([failed.status, await failed.text()]).toEqual([status, ''])
  }
})
