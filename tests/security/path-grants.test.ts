import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInside, PathGrants, pathsInInput } from '../../src-main/app/security/path-grants.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('a chosen file grants itself, a chosen folder what is in it, and neither its neighbours', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'chosen', 'deep'), { recursive: true })
  mkdirSync(join(folder, 'chosen-not'))
  writeFileSync(join(folder, 'one.csv'), '')
  const grants = new PathGrants()
  grants.grant(join(folder, 'chosen'))
  grants.grant(join(folder, 'one.csv'))
  expect(grants.isGranted(join(folder, 'chosen'))).toBe(true)
  expect(grants.isGranted(join(folder, 'chosen', 'deep', 'not-yet.json'))).toBe(true)
  expect(grants.isGranted(join(folder, 'one.csv'))).toBe(true)
  for (const stranger of ['', 'chosen-not', 'two.csv', 'one.csv.bak', 'chosen/../two.csv', 'chosen/deep/../../chosen-not']) {
    expect(grants.isGranted(`${folder}/${stranger}`), stranger).toBe(false)
  }
})

test('a link inside a granted folder opens nothing outside of it', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'project'))
  mkdirSync(join(folder, 'secret'))
  writeFileSync(join(folder, 'secret', 'key'), '')
  symlinkSync(join(folder, 'secret'), join(folder, 'project', 'images'))
  symlinkSync(join(folder, 'secret', 'key'), join(folder, 'project', 'key'))
  const grants = new PathGrants()
  grants.grant(join(folder, 'project'))
  expect(grants.isGranted(join(folder, 'project', 'key'))).toBe(false)
  expect(grants.isGranted(join(folder, 'project', 'images', 'key'))).toBe(false)
  expect(grants.isGranted(join(folder, 'project', 'images', 'new-file'))).toBe(false)
})

test('a folder that was chosen through a link is granted under both names', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'data'))
  symlinkSync(join(folder, 'data'), join(folder, 'link'))
  const grants = new PathGrants()
  grants.grant(join(folder, 'link'))
  expect(grants.isGranted(join(folder, 'data', 'a.csv'))).toBe(true)
  expect(grants.isGranted(join(folder, 'link', 'a.csv'))).toBe(true)
})

test('relative paths and paths with NUL are never granted', () => {
  const grants = new PathGrants()
  grants.grant('relative')
  grants.grant(`${process.cwd()}/x\0`)
  for (const path of ['relative', '.', '', `${process.cwd()}/relative`, `${process.cwd()}/x\0`, `${process.cwd()}/x`]) expect(grants.isGranted(path), JSON.stringify(path)).toBe(false)
})

test('whatever is appended to a folder, being inside agrees with the resolved path', () => {
  const segment = fc.oneof(fc.constant('..'), fc.constant('.'), fc.constant('a'), fc.constant('..a'), fc.string({ maxLength: 4 }).filter((text) => !/[/\0]/.test(text)))
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
      const path = join('/base', ...segments)
      const inside = path === '/base' || path === '/base/' || path.startsWith('/base/')
      expect(isInside('/base', path), path).toBe(inside)
    })
  )
})

test('the paths of an input are found by the contract’s names; what is no text is no path', () => {
  expect(pathsInInput({ path: '/a' }, ['path'])).toEqual(['/a'])
  expect(pathsInInput({ options: { source: '/b' } }, ['options.source'])).toEqual(['/b'])
  expect(pathsInInput({ query: { text: 'a bridge' } }, ['query.image'])).toEqual([])
  expect(pathsInInput({ run: '/r' }, ['run', 'qrels'])).toEqual(['/r'])
  expect(pathsInInput({ path: ['/a'] }, ['path'])).toEqual([null])
  expect(pathsInInput({}, ['constructor', '__proto__.x'])).toEqual([])
})
