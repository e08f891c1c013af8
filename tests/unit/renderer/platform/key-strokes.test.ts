import { describe, expect, it } from 'vitest'
import { keyCaps, keyWords, normalise, strokeOf } from '#renderer/platform/key-strokes.ts'

const none = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const press = (key: string, more: Partial<Parameters<typeof strokeOf>[0]> = {}) => strokeOf({ ...none, key, ...more })

describe('strokeOf', () => {
  it('names letters, numbers, signs and named keys', () => {
    expect(['a', '7', '?', 'ArrowDown', ' ', 'F2'].map((key) => press(key))).toEqual(['a', '7', '?', 'ArrowDown', 'Space', 'F2'])
  })
  it('puts the modifiers in one order, and Shift only where it changes no sign', () => {
    expect(press('A', { shiftKey: true })).toBe('Shift+a')
    expect(press('?', { shiftKey: true })).toBe('?')
    expect(press('!', { shiftKey: true, ctrlKey: true })).toBe('Ctrl+!')
    expect(press('Enter', { shiftKey: true, altKey: true, ctrlKey: true })).toBe('Ctrl+Alt+Shift+Enter')
    expect(press('3', { altKey: true })).toBe('Alt+3')
  })
  it('is the same with caps lock', () => {
    expect(press('A')).toBe('a')
  })
  it('takes the Latin letter of the key on a Cyrillic keyboard, and leaves other Latin ones', () => {
    expect(press('ф', { code: 'KeyA' })).toBe('a')
    expect(press('Ф', { code: 'KeyA', shiftKey: true })).toBe('Shift+a')
    expect(press('z', { code: 'KeyY' })).toBe('z')
    expect(press('é', { code: 'Digit2' })).toBe('é')
  })
  it('is nothing for a modifier alone and while text is composed', () => {
    expect(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process'].map((key) => press(key))).toEqual([null, null, null, null, null, null, null])
  })
})

describe('normalise', () => {
  it('spells a written key as a pressed one', () => {
    expect(normalise('Shift+Ctrl+P')).toBe('Ctrl+Shift+p')
    expect(normalise('G O')).toBe('g o')
    expect([normalise('+'), normalise('Ctrl++')]).toEqual(['+', 'Ctrl++'])
    expect(normalise(press('+', { ctrlKey: true }) ?? '')).toBe('Ctrl++')
  })
})

describe('keys for people', () => {
  it('are caps for the eye and words for the ear', () => {
    expect(keyCaps('Ctrl+k')).toEqual([['Ctrl', 'K']])
    expect(keyCaps('g o')).toEqual([['G'], ['O']])
    expect(keyCaps('Ctrl++')).toEqual([['Ctrl', '+']])
    expect(keyWords('Ctrl+Shift+p')).toBe('Control+Shift+p')
    expect(keyWords('+')).toBe('Plus')
  })
})
