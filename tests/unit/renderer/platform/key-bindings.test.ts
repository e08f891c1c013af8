import { afterEach, describe, expect, it } from 'vitest'
import { keyGroups } from '#renderer/app/key-groups.ts'
import { withKeysOf, type RegisteredAction } from '#renderer/platform/actions.ts'
import { conflictsOf, keyChanges, withKeys } from '#renderer/platform/key-bindings.ts'

const make = (screen: string, id: string, keys: readonly string[], more: { scope?: 'global'; fixed?: boolean } = {}): RegisteredAction =>
  withKeysOf({ id, label: () => id, keys, run: () => undefined, ...more }, screen)

afterEach(() => {
  keyChanges.value = {}
})

describe('the person’s keys', () => {
  it('take the place of those an action came with, and are forgotten when they are the same again', () => {
    const accept = make('review', 'accept', ['a'])
    const changes = withKeys({}, accept, ['q', '1'])
    expect(changes).toEqual({ 'review.accept': ['q', '1'] })
    keyChanges.value = changes
    expect(make('review', 'accept', ['a'])).toMatchObject({ keys: ['q', '1'], defaults: ['a'] })
    expect(make('browse', 'accept', ['a']).keys).toEqual(['a'])
    expect(withKeys(changes, accept, ['A'])).toEqual({})
  })
  it('can take all keys away, and do not touch fixed ones', () => {
    keyChanges.value = { 'review.accept': [], 'review.submit': ['q'] }
    expect(make('review', 'accept', ['a']).keys).toEqual([])
    expect(make('review', 'submit', ['Ctrl+Enter'], { fixed: true }).keys).toEqual(['Ctrl+Enter'])
  })
})

describe('conflicts', () => {
  it('name the other action on the same screen and everywhere, and none on another screen', () => {
    keyChanges.value = { 'review.accept': ['s', 'Ctrl+K'] }
    const all = [make('review', 'accept', ['a']), make('review', 'skip', ['s']), make('', 'palette', ['Ctrl+k'], { scope: 'global' }), make('browse', 'sort', ['s'])]
    const [accept, skip] = all as [RegisteredAction, RegisteredAction]
    expect(conflictsOf(accept, all).map((conflict) => [conflict.key, conflict.with.binding, conflict.kind])).toEqual([['s', 'review.skip', 'same'], ['Ctrl+K', 'global.palette', 'same']])
    expect(conflictsOf(skip, all).map((conflict) => conflict.with.binding)).toEqual(['review.accept'])
  })
  it('see that a key alone hides the sequences that begin with it', () => {
    keyChanges.value = { 'review.accept': ['g'] }
    const all = [make('review', 'accept', ['a']), make('', 'screen-jobs', ['g j'], { scope: 'global' })]
    const [accept, jobs] = all as [RegisteredAction, RegisteredAction]
    expect(conflictsOf(accept, all).map(({ kind }) => kind)).toEqual(['hides'])
    expect(conflictsOf(jobs, all).map(({ kind }) => kind)).toEqual(['hidden'])
  })
  it('are not two actions that share a key by default', () => {
    const all = [make('compare', 'back', ['Escape']), make('compare', 'close', ['Escape'])]
    expect(conflictsOf(all[0] as RegisteredAction, all)).toEqual([])
  })
})

describe('the key sheet', () => {
  it('lists each action with a key once, the screens’ names apart', () => {
    const list = [make('review', 'accept', ['a']), make('review', 'accept', ['a']), make('review', 'silent', []), make('', 'keys', ['?'], { scope: 'global' }), make('', 'screen-jobs', ['g j'], { scope: 'global' })]
    const { screen, everywhere, screens } = keyGroups(list)
    expect(keyGroups([make('review', 'b', ['b']), make('review', 'a', ['a'])], [make('review', 'a', []), make('review', 'b', [])]).screen.map(({ id }) => id)).toEqual(['a', 'b'])
    expect([screen, everywhere, screens].map((group) => group.map(({ binding }) => binding))).toEqual([['review.accept'], ['global.keys'], ['global.screen-jobs']])
  })
})
