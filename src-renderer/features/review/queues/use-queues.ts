import { shallowRef, watch } from 'vue'
import type { DuplicatesState } from '#shared/contracts/queues.ts'
import { type QueueDefinition, type SavedQueue } from '#shared/domain/queue.ts'
import { desktop, engine, useProject, useSettings } from '../../../platform/index.ts'

/** An encoder (or run) under which captions have ranks, for the orders by rank. */
export interface Ranking {
  readonly name: string
  readonly detail: string | null
}

/** The project's saved queues, what orders by rank can use, and when near-duplicates were looked for. */
export function useQueues(project: string) {
  const settings = useSettings()
  const store = useProject()
  const saved = shallowRef<readonly SavedQueue[]>([])
  const rankings = shallowRef<readonly Ranking[]>([])
  const duplicates = shallowRef<DuplicatesState | null>(null)

  async function refresh(): Promise<void> {
    const [list, ranks, state] = await Promise.all([
      engine.call('queues.list', { project }).catch(() => null),
      engine.call('filter.values', { project, field: 'rank', part: 'argument', limit: 50 }).catch(() => []),
      engine.call('queues.duplicates', { project }).catch(() => null)
    ])
    if (list !== null) saved.value = list.saved
    rankings.value = ranks.map(({ value, detail }) => ({ name: value, detail }))
    duplicates.value = state
  }
  watch(() => store.revision.runs, () => void refresh(), { immediate: true })

  async function save(name: string, definition: QueueDefinition, uid?: string): Promise<SavedQueue> {
    const queue = await engine.call('queues.save', { project, name, definition, annotator: settings.annotator, ...(uid === undefined ? {} : { uid }) })
    await refresh()
    return queue
  }

  async function rename(uid: string, name: string): Promise<SavedQueue> {
    const queue = await engine.call('queues.rename', { project, uid, name, annotator: settings.annotator })
    await refresh()
    return queue
  }

  async function remove(uid: string): Promise<SavedQueue> {
    const queue = await engine.call('queues.remove', { project, uid })
    await refresh()
    return queue
  }

  /** Writes the queue to a file that the person names; null when she names none. */
  async function exportFile(name: string, definition: QueueDefinition): Promise<string | null> {
    const { fileName, text } = await engine.call('queues.export', { project, name, definition })
    return await desktop.saveText(fileName, text)
  }

  /** Takes a queue from a file that the person chooses; null when she chooses none. */
  async function importFile(): Promise<SavedQueue | null> {
    const path = await desktop.dialogs.importSource('file')
    if (path === null) return null
    const queue = await engine.call('queues.import', { project, path, annotator: settings.annotator })
    await refresh()
    return queue
  }

  async function findDuplicates(): Promise<void> {
    await engine.call('queues.findDuplicates', { project })
  }

  return { saved, rankings, duplicates, refresh, save, rename, remove, exportFile, importFile, findDuplicates }
}

export type Queues = ReturnType<typeof useQueues>
