import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

/** What the status bar says about saving. Screens that write wrap their writes in `during`. */
export const useSaving = defineStore('saving', () => {
  const pending = ref(0)
  const failure = shallowRef<unknown>(null)
  const savedAt = ref<number | null>(null)
  const state = computed(() => (failure.value !== null ? 'failed' : pending.value > 0 ? 'saving' : 'saved'))

  async function during<T>(write: Promise<T>): Promise<T> {
    pending.value++
    try {
      const result = await write
      failure.value = null
      savedAt.value = Date.now()
      return result
    } catch (thrown) {
      failure.value = thrown
      throw thrown
    } finally {
      pending.value--
    }
  }

  return { pending, failure, savedAt, state, during }
})
