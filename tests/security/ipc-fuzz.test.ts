import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Answer } from '../../src-shared/contracts/bridge.ts'
import { contract, type MethodName } from '../../src-shared/contracts/index.ts'
import { PlanisphereError } from '../../src-shared/errors/planisphere-error.ts'
import type { EngineHost } from '../../src-main/app/engine-host/engine-host.ts'
import { appChannels } from '../../src-main/app/ipc/app-channels.ts'
import { channels } from '../../src-main/app/ipc/channels.ts'
import { dialogChannels } from '../../src-main/app/ipc/dialog-channels.ts'
import { checkCall, engineChannels } from '../../src-main/app/ipc/engine-channels.ts'
import { GuardedIpc } from '../../src-main/app/ipc/guarded-ipc.ts'
import { settingsChannels } from '../../src-main/app/ipc/settings-channels.ts'
import { LogFile } from '../../src-main/app/logging/log-file.ts'
import { PathGrants } from '../../src-main/app/security/path-grants.ts'
import { RecentProjects } from '../../src-main/app/settings/recent-projects.ts'
import { SettingsStore } from '../../src-main/app/settings/settings-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

type Handler = (event: unknown, ...args: unknown[]) => unknown

/** Electron's side of the border, recorded: what the shell registered, and what it asked of the desktop. */
const electron = vi.hoisted(() => ({ handlers: new Map<string, Handler>(), desktop: [] as string[] }))
vi.mock('electron', () => {
  const asked = (what: string, answer: unknown) => () => {
    electron.desktop.push(what)
    return answer
  }
  const register = (channel: string, handler: Handler): void => void electron.handlers.set(channel, handler)
  const cancelled = Promise.resolve({ canceled: true, filePaths: [], filePath: '' })
  return {
    ipcMain: { handle: register, on: register },
    dialog: { showOpenDialog: asked('dialog', cancelled), showSaveDialog: asked('dialog', cancelled) },
    shell: { openExternal: asked('openExternal', Promise.resolve()), showItemInFolder: asked('reveal', undefined) },
    clipboard: { writeText: asked('copy', undefined) }
  }
})

const frame = { url: 'app://studio/index.html', parent: null }
const page = { mainFrame: frame, isDestroyed: () => false, send: () => undefined }
const own = { sender: page, senderFrame: frame }
const engineCall = vi.fn(() => Promise.resolve('answered'))
const grants = new PathGrants()
const folder = temporaryFolder()

beforeAll(() => {
  const contents = () => page as never
  const ipc = new GuardedIpc(contents, new LogFile(join(folder, 'log')))
  const settings = new SettingsStore(join(folder, 'settings.json'))
  const recent = new RecentProjects(join(folder, 'recent.json'))
  const window = () => ({}) as never
  const engine = { call: engineCall, onEvent: () => undefined, onStatus: () => undefined, status: { state: 'ready' }, restart: () => Promise.resolve() } as unknown as EngineHost
  engineChannels(ipc, engine, grants, contents)
  dialogChannels(ipc, { window, grants, documents: folder })
  settingsChannels(ipc, { settings, recent, grants, page: contents })
  appChannels(ipc, { info: () => ({}) as never, window, settings, grants, documents: folder })
})

beforeEach(() => {
  electron.desktop.length = 0
  engineCall.mockClear()
})

const ask = async (channel: string, event: unknown, ...args: unknown[]): Promise<Answer> => (await electron.handlers.get(channel)?.(event, ...args)) as Answer

test('every channel of the preload that asks is answered, and no other channel exists', () => {
  const fromShell: string[] = [channels.engineEvent, channels.engineStatusChanged, channels.settingsChanged, channels.menu, channels.flush]
  // Listened to only while the window waits for it.
  const whenClosing: string[] = [channels.flushed]
  const expected = Object.values(channels).filter((channel) => !fromShell.includes(channel) && !whenClosing.includes(channel))
  expect([...electron.handlers.keys()].sort()).toEqual([...expected].sort())
})

const strangers: Array<[string, unknown]> = [
  ['a frame that is gone', { sender: page, senderFrame: null }],
  ['a subframe', { sender: page, senderFrame: { url: 'app://studio/index.html', parent: frame } }],
  ['another page', { sender: { mainFrame: frame }, senderFrame: frame }],
  ['a foreign origin', { sender: { ...page, mainFrame: { url: 'https://evil.org/', parent: null } }, senderFrame: { url: 'https://evil.org/', parent: null } }]
]
test.each(strangers)('%s is refused on every channel', async (_name, event) => {
  for (const channel of electron.handlers.keys()) {
    const answer = await ask(channel, event, 1, 'engine.ping', {})
    // What is sent without waiting has no answer; it must do nothing.
    if (answer !== undefined) expect(answer, channel).toMatchObject({ error: { code: 'UNSUPPORTED' } })
  }
  expect(engineCall).not.toHaveBeenCalled()
  expect(electron.desktop).toEqual([])
})

test('whatever the page sends, the answer is a result or an error of the contract, without a stack', async () => {
  const anything = fc.array(fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true, withNullPrototype: true }), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...electron.handlers.keys()), anything, async (channel, args) => {
      const answer = await ask(channel, own, ...args)
      if (answer === undefined || 'result' in answer) return
      // UNSUPPORTED: a link that is a text, but not to an allowed place.
      expect(channel === channels.openExternal ? ['INVALID_INPUT', 'UNSUPPORTED'] : ['INVALID_INPUT']).toContain(answer.error.code)
      expect(JSON.stringify(answer)).not.toMatch(/\.ts:\d+|node_modules/)
    }),
    { numRuns: 2000 }
  )
  expect(electron.desktop).not.toContain('openExternal')
})

test('a call reaches the engine only with input that fits its method', async () => {
  const names = Object.keys(contract) as MethodName[]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.anything(), async (method, input) => {
      const fits = contract[method].input.safeParse(input).success
      engineCall.mockClear()
      const answer = await ask(channels.engineCall, own, 1, method, input)
      if (!fits) expect(answer).toMatchObject({ error: { code: 'INVALID_INPUT' } })
      expect(engineCall.mock.calls.length).toBe('result' in answer ? 1 : 0)
    }),
    { numRuns: 1000 }
  )
  for (const method of ['constructor', '__proto__', 'toString', 'engine', '', 'ENGINE.PING']) {
    expect(await ask(channels.engineCall, own, 1, method, {})).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  }
})

test('every path that the contract names must have been chosen', () => {
  const project = '0123456789abcdef'
  const calls: Array<[MethodName, Record<string, unknown>]> = [
    ['projects.open', { path: '/etc' }],
    ['projects.create', { path: '/elsewhere/x.planisphere' }],
    ['imports.preview', { options: { source: '/etc/passwd' } }],
    ['imports.start', { project, options: { source: '/etc/passwd' } }],
    ['exports.start', { project, format: 'csv', out: '/etc/cron.d/x' }],
    ['report.make', { project, options: { runs: ['r'] }, out: '/etc/cron.d/x' }],
    ['report.target', { out: '/etc' }],
    ['encoders.add', { project, path: '/etc', name: 'x' }],
    ['retrieval.search', { project, encoder: 'x', query: { image: '/etc/passwd' } }],
    ['runs.export', { project, run: 'r', format: 'csv', out: '/etc' }],
    ['runs.import', { project, import: { source: { kind: 'trec', file: join(folder, 'run.trec'), qrels: '/etc/passwd' }, name: 'x' } }],
    ['runs.import', { project, import: { source: { kind: 'matrix', file: '/etc/passwd' }, name: 'x' } }],
    ['runs.import', { project, import: { source: { kind: 'vectors', text: { file: join(folder, 'text.npy'), ids: '/etc/passwd' } }, name: 'x' } }],
    ['runs.import', { project, import: { source: { kind: 'vectors', image: { file: '/etc/passwd' } }, name: 'x' } }],
    ['runs.template', { project, out: '/etc' }],
    ['media.tileArchive', { path: '/etc/passwd' }],
    ['samples.start', { path: '/etc/x', options: {} }]
  ]
  const chosen = new PathGrants()
  chosen.grant(folder)
  for (const [method, input] of calls) {
    const refusal = (() => {
      try {
        return checkCall(method, input, chosen)
      } catch (error) {
        return error
      }
    })()
    expect(refusal, method).toBeInstanceOf(PlanisphereError)
    expect((refusal as PlanisphereError).message, method).toContain('nobody chose')
  }
  expect(checkCall('projects.open', { path: join(folder, 'a.planisphere') }, chosen)).toMatchObject({ readOnly: false })
})

test('what a person drops may be named, and only that', async () => {
  const dropped = join(folder, 'dropped.csv')
  const preview = () => ask(channels.engineCall, own, 1, 'imports.preview', { options: { source: dropped } })
  expect(await preview()).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  await ask(channels.dropped, own, dropped)
  expect(await preview()).toEqual({ result: 'answered' })
})

test('settings and the list of projects are no way round the dialogs', async () => {
  for (const change of [{ tileArchives: ['/etc/passwd'] }, { lastProject: '/etc' }, { baseMap: '/etc/passwd' }]) {
    expect(await ask(channels.setSettings, own, change)).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  }
  expect(await ask(channels.rememberProject, own, '/etc', 'etc')).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  expect(await ask(channels.reveal, own, '/etc/passwd')).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  expect(electron.desktop).toEqual([])
  expect(await ask(channels.setSettings, own, { annotator: 'Ana' })).toMatchObject({ result: { annotator: 'Ana' } })
})
