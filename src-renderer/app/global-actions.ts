import { onBeforeUnmount, onMounted, watchEffect, type Ref } from 'vue'
import type { MenuCommand } from '#shared/contracts/bridge.ts'
import { translate } from '../i18n/index.ts'
import { actions, desktop, keyChanges, pressKey, useActions, useNavigation, useProject, useSettings, type Action, type ScreenName } from '../platform/index.ts'
import { toast } from '../ui/index.ts'
import { screens } from './router.ts'

/** Screens by the number of their key, as the menu has them: there are only nine, and none moves when a screen comes. */
const numbered: readonly ScreenName[] = ['projects', 'overview', 'browse', 'review', 'retrieve', 'compare', 'encoders', 'jobs', 'settings']

/** Keys and menu items that work everywhere. */
export function useGlobalActions(open: { palette: Ref<boolean>; keys: Ref<boolean>; annotator: Ref<boolean> }): void {
  const { go } = useNavigation()
  const project = useProject()
  const settings = useSettings()

  async function openProject(): Promise<void> {
    const path = await desktop.dialogs.openProject()
    if (path === null) return
    try {
      await project.open(path)
      go('overview')
    } catch (thrown) {
      toast({ tone: 'wrong', text: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  }

  async function newProject(): Promise<void> {
    const path = await desktop.dialogs.newProject()
    if (path === null) return
    try {
      await project.create(path)
      go('projects', { action: 'import' })
    } catch (thrown) {
      toast({ tone: 'wrong', text: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  }

  async function closeProject(): Promise<void> {
    await project.close()
    go('projects')
  }

  const label = (key: string) => () => translate(`app.actions.${key}`)
  const hasProject = () => project.handle !== null
  const list: Action[] = [
    { id: 'palette', label: label('palette'), keys: ['Ctrl+k', 'Ctrl+Shift+p'], run: () => (open.palette.value = true), scope: 'global', hidden: true },
    { id: 'keys', label: label('keys'), keys: ['?', 'F1'], run: () => (open.keys.value = !open.keys.value), scope: 'global' },
    { id: 'open-project', label: label('openProject'), keys: ['Ctrl+o'], run: () => void openProject(), scope: 'global' },
    { id: 'new-project', label: label('newProject'), keys: ['Ctrl+n'], run: () => void newProject(), scope: 'global' },
    { id: 'import', label: label('import'), keys: ['Ctrl+i'], run: () => go('projects', { action: 'import' }), enabled: hasProject, scope: 'global' },
    { id: 'export', label: label('export'), keys: ['Ctrl+e'], run: () => go('projects', { action: 'export' }), enabled: hasProject, scope: 'global' },
    { id: 'close-project', label: label('closeProject'), keys: ['Ctrl+w'], run: () => void closeProject(), enabled: hasProject, scope: 'global' },
    { id: 'annotator', label: label('annotator'), keys: ['Ctrl+Shift+a'], run: () => (open.annotator.value = true), scope: 'global' },
    { id: 'toggle-theme', label: label('toggleTheme'), run: () => void settings.change({ theme: settings.theme === 'dark' ? 'light' : 'dark' }), scope: 'global' },
    { id: 'about', label: label('about'), run: () => go('settings', { section: 'about' }), scope: 'global' },
    ...screens.map((screen): Action => ({
      id: `screen-${screen.name}`,
      label: () => translate('app.actions.goTo', { screen: translate(`screens.${screen.name}`) }),
      keys: [`g ${screen.letter}`, ...(numbered.includes(screen.name) ? [`Ctrl+${numbered.indexOf(screen.name) + 1}`] : []), ...(screen.name === 'settings' ? ['Ctrl+,'] : [])],
      run: () => go(screen.name),
      scope: 'global'
    }))
  ]
  useActions(list)
  watchEffect(() => {
    keyChanges.value = settings.values.keys
  })

  /** `undo`, `redo` and `find` belong to the screen that is shown: it registers actions with these ids. */
  function carryOut(command: MenuCommand): void {
    const action = actions.value.find((other) => other.id === command)
    if (action !== undefined && (action.enabled?.() ?? true)) action.run()
    else if (command === 'undo' || command === 'redo') document.execCommand(command)
    else if (command.startsWith('screen-')) go(command.slice('screen-'.length) as ScreenName)
  }

  const onKey = (event: KeyboardEvent) => void (!open.palette.value && pressKey(event))
  const stopMenu = desktop.onMenu(carryOut)
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', onKey)
    stopMenu()
  })
}
