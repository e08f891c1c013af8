import { onActivated, onBeforeUnmount, onDeactivated, ref, shallowRef, watch } from 'vue'
import type { Signature } from '#shared/domain/planet.ts'
import { isCancelled, useProject } from '../../platform/index.ts'
import { forgetSignatures, keptSignature, readSignature } from './signature-cache.ts'

/** How long a view rests on the screen before its signature is asked for: who steps through many asks for none. */
const restMs = 150

/** The signature of a view, from the cache at once, else after a rest. Asking ends when another view comes. */
export function useSignature(project: string, view: () => number | null) {
  const store = useProject()
  const signature = shallowRef<Signature | null>(null)
  const failure = shallowRef<unknown>(null)
  const reading = ref(false)
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    abort.abort()
    reading.value = false
  }

  async function read(): Promise<void> {
    stop()
    abort = new AbortController()
    const { signal } = abort
    const of = view()
    if (of === null) return
    reading.value = true
    try {
      const found = await readSignature(project, of, signal)
      if (signal.aborted) return
      signature.value = found
      failure.value = null
    } catch (thrown) {
      if (signal.aborted || isCancelled(thrown)) return
      signature.value = null
      failure.value = thrown
    } finally {
      if (!signal.aborted) reading.value = false
    }
  }

  watch(
    view,
    (of) => {
      stop()
      failure.value = null
      signature.value = of === null ? null : keptSignature(project, of)
      if (of === null || signature.value !== null) return
      reading.value = true
      timer = setTimeout(() => void read(), restMs)
    },
    { immediate: true }
  )
  watch(() => store.revision.views, () => {
    forgetSignatures()
    void read()
  })
  onActivated(() => {
    if (view() !== null && signature.value === null && failure.value === null && !reading.value) void read()
  })
  onDeactivated(stop)
  onBeforeUnmount(stop)
  return { signature, failure, reading, read }
}
