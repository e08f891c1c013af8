import { setTimeout as sleep } from 'node:timers/promises'
import type { Bridge } from '../../src-shared/contracts/bridge.ts'
import { expect, test } from './support/launch.ts'

declare global {
  // The page's own name of the bridge; this file runs outside of the page and only types it.
  interface Window {
    readonly planisphere: Bridge
  }
}

const keysOfBridge = {
  app: ['copyText', 'info', 'onFlushRequest', 'onMenu', 'openExternal', 'reveal', 'saveBytes', 'saveText'],
  dialogs: ['encoder', 'exportTarget', 'folder', 'image', 'importSource', 'newProject', 'openProject', 'tileArchive', 'workPackage'],
  engine: ['call', 'cancel', 'onEvent', 'onStatus', 'restart', 'status'],
  pathOfDrop: 'function',
  projects: ['forget', 'recent', 'remember'],
  settings: ['get', 'onChange', 'set']
}

test('the page is isolated, sandboxed and has nothing of Node', async ({ launch }) => {
  const { app, page } = await launch()
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => (window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences())
  )
  expect(preferences).toHaveLength(1)
  expect(preferences[0]).toMatchObject({ sandbox: true, contextIsolation: true, webSecurity: true, nodeIntegration: false })
  for (const off of ['nodeIntegrationInWorker', 'webviewTag', 'allowRunningInsecureContent', 'experimentalFeatures', 'nodeIntegrationInSubFrames']) expect(preferences[0]?.[off] ?? false, off).toBe(false)

  expect(page.url()).toMatch(/^app:\/\/studio\//)
  const globals = await page.evaluate(() => ['require', 'process', 'Buffer', 'module', 'global', '__dirname'].filter((name) => name in window))
  expect(globals).toEqual([])
  const keys = await page.evaluate(() =>
    Object.fromEntries(Object.entries(window.planisphere).map(([name, part]) => [name, typeof part === 'function' ? 'function' : Object.keys(part as object).sort()]))
  )
  expect(keys).toEqual(keysOfBridge)
})

test('no script from elsewhere runs, no window opens, and the page stays', async ({ launch }) => {
  const { app, page } = await launch()
  const address = page.url()
  expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull()
  expect(await page.evaluate(() => window.open('app://studio/index.html'))).toBeNull()
  await page.evaluate(() => {
    window.location.href = 'https://example.org/'
  })
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.src = 'https://example.org/'
    document.body.append(frame)
  })
  await sleep(500)
  expect(page.url()).toBe(address)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)

  // In a turn of its own: the debugger that evaluates this function is itself exempt from the policy.
  const evaluated = await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            // eslint-disable-next-line no-new-func -- that it is refused is what is tested
            resolve(new Function('return 1')())
          } catch (error) {
            resolve((error as Error).name)
          }
        })
      })
  )
  expect(evaluated).toBe('EvalError')
  const fetched = await page.evaluate(() => fetch('https://example.org/').then(() => 'fetched', (error: unknown) => (error as Error).name))
  expect(fetched).toBe('TypeError')
  const granted = await page.evaluate(() => navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state))
  expect(granted).toBe('denied')
})

test('the protocols serve the page and pictures by id, and nothing beside them', async ({ launch }) => {
  const { page } = await launch()
  const statusOf = (url: string): Promise<number | string> => page.evaluate((address) => fetch(address).then(({ status }) => status, (error: unknown) => (error as Error).name), url)
  expect(await statusOf('app://studio/index.html')).toBe(200)
  for (const path of ['..%2fmain%2fmain.js', '%2e%2e/main/main.js', '..%5cmain%5cmain.js', 'assets/..%2f..%2f..%2fpackage.json', '%252e%252e/package.json', 'main.js%00.html', '.git/config']) {
    expect(await statusOf(`app://studio/${path}`), path).toBe(404)
  }
  expect(await statusOf('app://elsewhere/index.html')).not.toBe(200)
  for (const path of ['view/../../etc/passwd', 'view/0123456789abcdef/-1', 'view/0123456789abcdef/1?size=99999', 'view//etc/passwd', 'tiles/../1/2/3', 'files/etc/passwd']) {
    expect(await statusOf(`media://${path}`), path).toBe(400)
  }
  const policy = await page.evaluate(() => fetch('app://studio/index.html').then(({ headers }) => headers.get('content-security-policy') ?? ''))
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('https:')
})

test('the engine answers, refuses what does not fit, and comes back after it was killed', async ({ launch }) => {
  const { page } = await launch()
  const status = (): Promise<{ state: string; pid: number | null; restarts: number }> => page.evaluate(() => window.planisphere.engine.status())
  await expect.poll(async () => (await status()).state, { timeout: 30_000 }).toBe('ready')
  const call = (method: string, input: unknown): Promise<unknown> => page.evaluate(([name, value]) => window.planisphere.engine.call(900_001, name as never, value), [method, input] as const)
  expect(await call('engine.ping', {})).toMatchObject({ result: { at: expect.any(Number) as unknown } })
  expect(await call('engine.info', {})).toMatchObject({ result: { node: expect.stringMatching(/^v?24\./) as unknown } })
  expect(await call('constructor', {})).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  expect(await call('projects.open', { path: 7 })).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  const stranger = await call('projects.open', { path: '/etc' })
  expect(stranger).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  expect(JSON.stringify(stranger)).toContain('nobody chose')
  expect(JSON.stringify(stranger)).not.toMatch(/\bat .*\.(ts|js):\d+/)

  const before = await status()
  process.kill(before.pid ?? 0, 'SIGKILL')
  await expect.poll(async () => (await status()).restarts, { timeout: 30_000 }).toBe(before.restarts + 1)
  await expect.poll(async () => (await status()).state, { timeout: 30_000 }).toBe('ready')
  expect((await status()).pid).not.toBe(before.pid)
  expect(await call('engine.ping', {})).toHaveProperty('result')
})

test('closing the window ends the engine and keeps the settings', async ({ launch }) => {
  const first = await launch()
  await expect.poll(() => first.page.evaluate(() => window.planisphere.engine.status().then(({ state }) => state)), { timeout: 30_000 }).toBe('ready')
  const pid = await first.page.evaluate(() => window.planisphere.engine.status().then((status) => status.pid ?? 0))
  await first.page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', theme: 'dark' }))
  await first.app.close()
  await expect.poll(() => isAlive(pid)).toBe(false)

  const second = await launch({ home: first.home })
  expect(await second.page.evaluate(() => window.planisphere.settings.get())).toMatchObject({ annotator: 'Ana', theme: 'dark', provider: 'auto' })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
