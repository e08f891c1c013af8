import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { engine } from '../../../platform/index.ts'
import type { OpenedQueue } from './opened-queue.ts'

export type QueueProgress = MethodOutput<'queues.progress'>

/** Between two readings there are at least so many times what the last one took: it must not compete with the next caption. */
const restFactor = 10
const restLeastMs = 200

/** How far the annotator is in the opened queue: read when a verdict is acknowledged, seldom where reading is slow. */
export function useQueueProgress(queue: Ref<OpenedQueue | null>, acknowledged: () => number) {
  const progress = shallowRef<QueueProgress | null>(null)
  let reading = false
  let again = false
  let rest: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<void> {
    const of = queue.value
    if (of === null) return
    if (reading || rest !== undefined) {
      again = true
      return
    }
    reading = true
    again = false
    const start = performance.now()
    const read = await engine.call('queues.progress', { ...of, today: new Date().setHours(0, 0, 0, 0) }).catch(() => null)
    reading = false
    if (queue.value === of && read !== null) progress.value = read
    else again = queue.value !== of
    rest = setTimeout(afterRest, Math.max(restLeastMs, restFactor * (performance.now() - start)))
  }

  function afterRest(): void {
    rest = undefined
    if (again) void read()
  }

  watch(queue, () => {
    progress.value = null
    clearTimeout(rest)
    rest = undefined
    void read()
  }, { immediate: true })
  watch(acknowledged, () => void read())
  onScopeDispose(() => clearTimeout(rest))
  return progress
}
