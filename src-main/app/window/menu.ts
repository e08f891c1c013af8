import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '#shared/contracts/bridge.ts'
import { menuLabels, type MenuLabels } from './menu-labels.ts'

export interface MenuOptions {
  readonly language: 'en' | 'zh'
  readonly development: boolean
  /** Commands whose key the person changed: the menu does not write one beside them. */
  readonly changed?: readonly string[]
  readonly send: (command: MenuCommand) => void
}

/** Sets the application's menu. Commands go to the page; only what the system does itself has a role. */
export function setApplicationMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

/** The menu as data, for the test as well. */
export function menuTemplate({ language, development, changed = [], send }: MenuOptions): MenuItemConstructorOptions[] {
  const say = menuLabels[language]
  /** Keys are only written beside the items: the page handles them, since they mean other things in a text field and can be changed. */
  const item = (command: MenuCommand, label: keyof MenuLabels, key?: string): MenuItemConstructorOptions => ({
    id: command,
    label: say[label],
    ...(key === undefined || changed.includes(command) ? {} : { accelerator: key, registerAccelerator: false }),
    click: () => send(command)
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const mac = process.platform === 'darwin'
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: say.file,
      submenu: [
        item('new-project', 'newProject', 'CmdOrCtrl+N'),
        item('open-project', 'openProject', 'CmdOrCtrl+O'),
        item('close-project', 'closeProject', 'CmdOrCtrl+W'),
        separator,
        item('import', 'import', 'CmdOrCtrl+I'),
        item('export', 'export', 'CmdOrCtrl+E'),
        separator,
        item('screen-settings', 'settings', 'CmdOrCtrl+,'),
        ...(mac ? [] : [separator, { role: 'quit', label: say.quit } as const])
      ]
    },
    {
      label: say.edit,
      submenu: [
        item('undo', 'undo', 'CmdOrCtrl+Z'),
        item('redo', 'redo', mac ? 'Shift+Cmd+Z' : 'Ctrl+Y'),
        separator,
        { role: 'cut', label: say.cut },
        { role: 'copy', label: say.copy },
        { role: 'paste', label: say.paste },
        { role: 'selectAll', label: say.selectAll },
        separator,
        item('find', 'find', 'CmdOrCtrl+F')
      ]
    },
    {
      label: say.view,
      submenu: [
        { role: 'zoomIn', label: say.zoomIn },
        { role: 'zoomOut', label: say.zoomOut },
        { role: 'resetZoom', label: say.resetZoom },
        separator,
        item('toggle-theme', 'toggleTheme'),
        { role: 'togglefullscreen', label: say.fullScreen },
        ...(development ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : [])
      ]
    },
    {
      label: say.go,
      submenu: [
        item('palette', 'palette', 'CmdOrCtrl+K'),
        separator,
        item('screen-projects', 'projects', 'CmdOrCtrl+1'),
        item('screen-overview', 'overview', 'CmdOrCtrl+2'),
        item('screen-browse', 'browse', 'CmdOrCtrl+3'),
        item('screen-review', 'review', 'CmdOrCtrl+4'),
        item('screen-history', 'history'),
        item('screen-team', 'team'),
        item('screen-retrieve', 'retrieve', 'CmdOrCtrl+5'),
        item('screen-compare', 'compare', 'CmdOrCtrl+6'),
        item('screen-encoders', 'encoders', 'CmdOrCtrl+7'),
        item('screen-planet', 'planet'),
        item('screen-jobs', 'jobs', 'CmdOrCtrl+8')
      ]
    },
    { label: say.help, role: 'help', submenu: [item('keys', 'keys', 'F1'), item('about', 'about')] }
  ]
}
