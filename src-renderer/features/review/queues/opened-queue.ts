import { getCurrentInstance, inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { QueueDefinition } from '#shared/domain/queue.ts'

/** The queue that is on the screen, by which the engine knows its list. */
export interface OpenedQueue {
  readonly project: string
  readonly definition: QueueDefinition
  readonly annotator: string
  readonly opened: number
}

interface Shared {
  readonly queue: ShallowRef<OpenedQueue | null>
  readonly go: (position: number) => Promise<void>
}

const key: InjectionKey<Shared> = Symbol('opened queue')

/** Lets what lies below the screen see the opened queue, and go to a position in it. */
export function shareOpenedQueue(go: (position: number) => Promise<void>): ShallowRef<OpenedQueue | null> {
  const queue = shallowRef<OpenedQueue | null>(null)
  if (getCurrentInstance() !== null) provide(key, { queue, go })
  return queue
}

/** The queue that the screen above has opened. */
export function useOpenedQueue(): Shared {
  return inject(key, () => ({ queue: shallowRef(null), go: () => Promise.resolve() }), true)
}
