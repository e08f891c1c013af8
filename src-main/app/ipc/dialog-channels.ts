import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import { extname, join } from 'node:path'
import * as z from 'zod'
import type { PathGrants } from '../security/path-grants.ts'
import { channels } from './channels.ts'
import type { GuardedIpc } from './guarded-ipc.ts'

const Kind = z.enum(['file', 'folder'])
const FileName = z.string().max(255).transform((name) => name.replaceAll(/[\\/\0:*?"<>|]/g, '-'))

const Wish = z.discriminatedUnion('name', [
  z.object({ name: z.literal('openProject') }),
  z.object({ name: z.literal('newProject') }),
  z.object({ name: z.literal('importSource'), kind: z.enum(['file', 'folder', 'result']) }),
  z.object({ name: z.literal('exportTarget'), suggestedName: FileName, kind: Kind }),
  z.object({ name: z.literal('encoder'), kind: Kind }),
  z.object({ name: z.literal('image') }),
  z.object({ name: z.literal('tileArchive') }),
  z.object({ name: z.literal('workPackage'), kind: z.enum(['work', 'answers']) }),
  z.object({ name: z.literal('folder'), title: z.string().max(200) })
])
type Wish = z.infer<typeof Wish>

export interface DialogContext {
  readonly window: () => BrowserWindow | null
  readonly grants: PathGrants
  /** Where dialogs start that have no better place. */
  readonly documents: string
}

/** The native dialogs and dropped files. What a person chooses or drops is granted to the page. */
export function dialogChannels(ipc: GuardedIpc, { window, grants, documents }: DialogContext): void {
  ipc.handle(channels.dialog, z.tuple([Wish]), async ([wish]) => {
    const parent = window()
    if (parent === null) return null
    const chosen = wish.name === 'newProject' || wish.name === 'exportTarget' ? await askTarget(parent, wish, documents) : await askSource(parent, wish)
    if (chosen !== null) grants.grant(chosen)
    return chosen
  })
  // Sent by the preload alone, which has the path from Electron and not from the page.
  ipc.on(channels.dropped, z.tuple([z.string().min(1).max(4096)]), ([path]) => grants.grant(path))
}

const images = ['jpg', 'jpeg', 'png', 'webp', 'tif', 'tiff', 'avif', 'gif']

async function askSource(parent: BrowserWindow, wish: Exclude<Wish, { name: 'newProject' | 'exportTarget' }>): Promise<string | null> {
  const answer = await dialog.showOpenDialog(parent, sourceOptions(wish))
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

function sourceOptions(wish: Exclude<Wish, { name: 'newProject' | 'exportTarget' }>): OpenDialogOptions {
  const file = (title: string, name: string, extensions: string[]): OpenDialogOptions => ({ title, properties: ['openFile'], filters: [{ name, extensions }, { name: 'All files', extensions: ['*'] }] })
  const folder = (title: string): OpenDialogOptions => ({ title, properties: ['openDirectory'] })
  switch (wish.name) {
    case 'openProject':
      return folder('Open a project: choose its .planisphere folder')
    case 'importSource':
      if (wish.kind === 'result') return file('Import what another system computed', 'Rankings, matrices, vectors and ids', ['npy', 'f32', 'parquet', 'trec', 'run', 'qrels', 'txt', 'csv', 'tsv', 'json'])
      return wish.kind === 'folder' ? folder('Import a folder') : file('Import a file', 'Tables and captions', ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'parquet', 'txt'])
    case 'encoder':
      return wish.kind === 'folder' ? folder('Add an encoder: choose its folder') : file('Add an encoder: choose its ONNX file', 'ONNX', ['onnx'])
    case 'image':
      return file('Choose an image to search with', 'Images', images)
    case 'tileArchive':
      return file('Add map tiles', 'MBTiles and PMTiles', ['mbtiles', 'pmtiles'])
    case 'workPackage':
      return wish.kind === 'work' ? file('Open a work package', 'Work packages', ['planisphere-work']) : file('Import answers', 'Answers', ['planisphere-answers'])
    case 'folder':
      return folder(wish.title)
  }
}

/** Asks where to make something new. A folder to export to is chosen or made; a project gets its ending. */
async function askTarget(parent: BrowserWindow, wish: Extract<Wish, { name: 'newProject' | 'exportTarget' }>, documents: string): Promise<string | null> {
  if (wish.name === 'exportTarget' && wish.kind === 'folder') {
    const answer = await dialog.showOpenDialog(parent, { title: `Choose the folder for ${wish.suggestedName}`, properties: ['openDirectory', 'createDirectory'] })
    return answer.canceled ? null : (answer.filePaths[0] ?? null)
  }
  const project = wish.name === 'newProject'
  const suggested = project ? 'New project.planisphere' : wish.suggestedName
  const answer = await dialog.showSaveDialog(parent, { title: project ? 'Make a new project' : 'Export', defaultPath: join(documents, suggested) })
  if (answer.canceled || answer.filePath === '') return null
  return project && extname(answer.filePath) !== '.planisphere' ? `${answer.filePath}.planisphere` : answer.filePath
}
