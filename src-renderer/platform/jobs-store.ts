import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { Job } from '#shared/domain/job.ts'
import { engine } from './engine-client.ts'
import { useProject } from './project-store.ts'

const ended = new Set<Job['state']>(['done', 'failed', 'cancelled'])

/** Jobs of the open project, newest first, kept current by the engine's events. */
export const useJobs = defineStore('jobs', () => {
  const project = useProject()
  const list = shallowRef<readonly Job[]>([])
  const loaded = shallowRef(false)
  const finished = new Set<(job: Job) => void>()

  const active = computed(() => list.value.filter((job) => job.state === 'running' || job.state === 'queued'))
  const waiting = computed(() => list.value.filter((job) => job.state === 'paused' || job.state === 'interrupted'))

  function load(): void {
    engine.onEvent((event) => {
      if (event.type === 'job' && event.project === project.handle) put(event.job)
    })
    watch(() => project.handle, () => void refresh(), { immediate: true })
  }

  async function refresh(): Promise<void> {
    const handle = project.handle
    loaded.value = false
    if (handle === null) {
      list.value = []
      return
    }
    const jobs = await engine.call('jobs.list', { project: handle }).catch(() => [])
    if (handle !== project.handle) return
    list.value = [...jobs].sort((a, b) => b.createdAt - a.createdAt)
    loaded.value = true
  }

  function put(job: Job): void {
    const before = list.value.find((other) => other.id === job.id)
    list.value = before === undefined ? [job, ...list.value] : list.value.map((other) => (other.id === job.id ? job : other))
    if (ended.has(job.state) && before?.state !== job.state) for (const listener of finished) listener(job)
  }

  async function act(what: 'pause' | 'resume' | 'cancel', job: string): Promise<void> {
    if (project.handle !== null) put(await engine.call(`jobs.${what}`, { project: project.handle, job }))
  }

  async function undo(job: string): Promise<{ places: number; views: number; captions: number } | null> {
    if (project.handle === null) return null
    const removed = await engine.call('jobs.undo', { project: project.handle, job })
    await refresh()
    return removed
  }

  async function forget(job: string): Promise<void> {
    if (project.handle === null) return
    await engine.call('jobs.forget', { project: project.handle, job })
    list.value = list.value.filter((other) => other.id !== job)
  }

  /** Resolves with the job when it has ended, however it ended. */
  function ending(job: string): Promise<Job> {
    const now = list.value.find((other) => other.id === job)
    if (now !== undefined && ended.has(now.state)) return Promise.resolve(now)
    return new Promise((resolve) => {
      const stop = onFinished((other) => {
        if (other.id !== job) return
        stop()
        resolve(other)
      })
    })
  }

  function onFinished(listener: (job: Job) => void): () => void {
    finished.add(listener)
    return () => finished.delete(listener)
  }

  function byId(job: string): Job | undefined {
    return list.value.find((other) => other.id === job)
  }

  return { list, loaded, active, waiting, load, refresh, act, undo, forget, ending, onFinished, byId }
})
