import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { RecentProject } from '#shared/contracts/bridge.ts'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { bridge } from './bridge.ts'
import { engine } from './engine-client.ts'
import { useSettings } from './settings-store.ts'

export type ProjectInfo = MethodOutput<'projects.info'>
export type Facets = MethodOutput<'projects.facets'>
export type Changed = Extract<EngineEvent, { type: 'changed' }>['what'][number]

const lockAttempts = 12
const lockPauseMs = 500

/** The open project, the list of recent ones, and a counter for each kind of thing that screens watch to read again. */
export const useProject = defineStore('project', () => {
  const current = shallowRef<ProjectInfo | null>(null)
  const recent = shallowRef<readonly RecentProject[]>([])
  const facets = shallowRef<Facets | null>(null)
  const opening = ref<string | null>(null)
  /** Grows whenever the engine says that such things changed; watch it and read again. */
  const revision = ref<Record<Changed, number>>({ places: 0, captions: 0, encoders: 0, runs: 0, views: 0, projections: 0 })
  const handle = computed(() => current.value?.project ?? null)
  /** The project of last time, if it could not be opened: said where its screens would be, until another is open. */
  const notOpened = shallowRef<{ readonly path: string; readonly error: unknown } | null>(null)

  async function load(): Promise<void> {
    engine.onRecover = reopen
    engine.onEvent((event) => {
      if (event.type !== 'changed' || event.project !== handle.value) return
      const next = { ...revision.value }
      for (const what of event.what) next[what]++
      revision.value = next
      void refresh()
    })
    recent.value = await bridge.projects.recent()
  }

  async function open(path: string): Promise<ProjectInfo> {
    opening.value = path
    try {
      return await adopt(await engine.call('projects.open', { path }))
    } finally {
      opening.value = null
    }
  }

  /** Opens the project of last time. A program that was killed may hold it for another moment: that is waited for. */
  async function openAtStart(path: string): Promise<boolean> {
    notOpened.value = null
    for (let attempt = 1; ; attempt++) {
      try {
        await open(path)
        return true
      } catch (error) {
        if (error instanceof PlanisphereError && error.code === 'PROJECT_LOCKED' && attempt < lockAttempts) {
          await new Promise((resolve) => setTimeout(resolve, lockPauseMs))
          continue
        }
        notOpened.value = { path, error }
        return false
      }
    }
  }

  async function create(path: string): Promise<ProjectInfo> {
    return await adopt(await engine.call('projects.create', { path }))
  }

  /** Makes a project that the engine already has open (a sample, say) the current one. */
  async function adoptHandle(project: string): Promise<ProjectInfo> {
    return await adopt(await engine.call('projects.info', { project }))
  }

  async function adopt(info: ProjectInfo): Promise<ProjectInfo> {
    const before = current.value
    if (before !== null && before.project !== info.project) await engine.call('projects.close', { project: before.project }).catch(() => undefined)
    current.value = info
    notOpened.value = null
    facets.value = null
    await bridge.projects.remember(info.path, info.name)
    recent.value = await bridge.projects.recent()
    void useSettings().change({ lastProject: info.path })
    void refreshFacets()
    return info
  }

  async function close(): Promise<void> {
    const before = current.value
    if (before === null) return
    current.value = null
    facets.value = null
    void useSettings().change({ lastProject: null })
    await engine.call('projects.close', { project: before.project })
  }

  async function forget(path: string): Promise<void> {
    await bridge.projects.forget(path)
    recent.value = await bridge.projects.recent()
  }

  async function refresh(): Promise<void> {
    const project = handle.value
    if (project === null) return
    const info = await engine.call('projects.info', { project }).catch(() => null)
    if (info !== null && info.project === handle.value) current.value = info
    await refreshFacets()
  }

  async function refreshFacets(): Promise<void> {
    const project = handle.value
    if (project === null) return
    const read = await engine.call('projects.facets', { project }).catch(() => null)
    if (read !== null && project === handle.value) facets.value = read
  }

  /** After the engine came back: the same project again, under the same handle. */
  async function reopen(): Promise<void> {
    const info = current.value
    if (info === null) return
    current.value = await engine.callOnce('projects.open', { path: info.path, readOnly: info.readOnly, resume: true })
  }

  return { current, recent, facets, opening, notOpened, revision, handle, load, open, openAtStart, create, adoptHandle, close, forget, refresh }
})
