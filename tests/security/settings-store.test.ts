import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SettingsStore } from '../../src-main/app/settings/settings-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

test('only what differs from the defaults is kept, and it is there again after a restart', () => {
  const path = join(temporaryFolder(), 'deep', 'settings.json')
  const store = new SettingsStore(path)
  expect(store.get()).toMatchObject({ theme: 'system', annotator: '', lastProject: null })
  store.set({ annotator: 'Ana', theme: 'dark', reducedMotion: false })
  expect(read(path)).toEqual({ annotator: 'Ana', theme: 'dark' })
  store.set({ theme: 'system' })
  expect(read(path)).toEqual({ annotator: 'Ana' })
  expect(new SettingsStore(path).get()).toMatchObject({ annotator: 'Ana', theme: 'system' })
  expect(readdirSync(join(path, '..'))).toEqual(['settings.json'])
})

test('a change sets what it names and nothing else', () => {
  const store = new SettingsStore(join(temporaryFolder(), 'settings.json'))
  store.set({ annotator: 'Ana', lastProject: '/p' })
  expect(store.set({ theme: 'light' })).toMatchObject({ annotator: 'Ana', lastProject: '/p', theme: 'light' })
})

test('a change that does not fit changes nothing', () => {
  const path = join(temporaryFolder(), 'settings.json')
  const store = new SettingsStore(path)
  store.set({ annotator: 'Ana' })
  for (const bad of [{ theme: 'pink' }, { unknown: 1 }, { tileServers: [{ name: 'x', url: 'http://plain.org', attribution: '', maxZoom: 3 }] }, { annotator: 'x'.repeat(101) }]) {
    expect(() => store.set(bad as never)).toThrow()
  }
  expect(read(path)).toEqual({ annotator: 'Ana' })
})

test.each([['not JSON', '{"theme": "da'], ['not an object', '[1, 2]']])('a file that is %s is kept beside, and the studio says so', (_name, text) => {
  const folder = temporaryFolder()
  const path = join(folder, 'settings.json')
  writeFileSync(path, text)
  const store = new SettingsStore(path)
  expect(store.get().theme).toBe('system')
  expect(store.problem).toContain('settings.json.damaged-')
  const backup = readdirSync(folder).find((name) => name.includes('damaged')) ?? ''
  expect(readFileSync(join(folder, backup), 'utf8')).toBe(text)
  expect(new SettingsStore(path).problem).toBeNull()
})

test('one value that does not fit does not lose the others', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'settings.json')
  writeFileSync(path, JSON.stringify({ theme: 'pink', annotator: 'Ana', fromANewerVersion: 1 }))
  const store = new SettingsStore(path)
  expect(store.get()).toMatchObject({ theme: 'system', annotator: 'Ana' })
  expect(store.problem).toContain('theme')
  expect(read(path)).toEqual({ annotator: 'Ana' })
})

test('values of this start are not saved, and a change of the person goes before them', () => {
  const path = join(temporaryFolder(), 'settings.json')
  const store = new SettingsStore(path)
  store.override({ theme: 'dark', lastProject: '/sample' })
  store.set({ annotator: 'Ana' })
  expect(store.get()).toMatchObject({ theme: 'dark', lastProject: '/sample' })
  expect(read(path)).toEqual({ annotator: 'Ana' })
  expect(store.set({ theme: 'light' }).theme).toBe('light')
})

test('a folder stands where the file should be: the change fails and is not half done', () => {
  const path = join(temporaryFolder(), 'settings.json')
  const store = new SettingsStore(path)
  mkdirSync(path)
  expect(() => store.set({ annotator: 'Ana' })).toThrow()
  expect(store.get().annotator).toBe('')
})
