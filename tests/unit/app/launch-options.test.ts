import { expect, test, vi } from 'vitest'
import { menuCommands } from '../../../src-shared/contracts/bridge.ts'
import { readLaunchOptions } from '../../../src-main/app/launch-options.ts'
import { menuTemplate } from '../../../src-main/app/window/menu.ts'

vi.mock('electron', () => ({ Menu: {} }))

test('what is asked of the window is read; switches of the runtime are passed over', () => {
  const words = ['--inspect=0', '--no-sandbox', '/app', '--project=sample.planisphere', '--size=1280x800', '--screen=review', '--theme=dark', '--screenshot=out/a.png']
  expect(readLaunchOptions(words, '/home/ana')).toEqual({
    project: '/home/ana/sample.planisphere',
    screenshot: '/home/ana/out/a.png',
    size: { width: 1280, height: 800 },
    screen: 'review',
    theme: 'dark'
  })
  expect(readLaunchOptions(['/data/x.planisphere'], '/home/ana').project).toBe('/data/x.planisphere')
})

test('what does not fit is left out', () => {
  expect(readLaunchOptions(['--size=big', '--screen=../etc', '--theme=pink', '--project='], '/')).toEqual({ project: null, screenshot: null, size: null, screen: null, theme: null })
})

test('the menu sends commands of the contract, each once, in both languages', () => {
  for (const language of ['en', 'zh'] as const) {
    const sent: string[] = []
    const items = menuTemplate({ language, development: false, send: (command) => sent.push(command) }).flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    const commands = items.filter(({ id }) => id !== undefined)
    for (const item of commands) (item.click as () => void)()
    expect(sent).toEqual(commands.map(({ id }) => id))
    expect([...sent].sort()).toEqual([...menuCommands].sort())
    expect(commands.every(({ label }) => label !== undefined && label !== '')).toBe(true)
    const keys = items.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [String(accelerator)]))
    expect(new Set(keys).size).toBe(keys.length)
    expect(items.some(({ role }) => role === 'toggleDevTools' || role === 'reload')).toBe(false)
  }
})
