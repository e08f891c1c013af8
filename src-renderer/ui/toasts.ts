import { shallowRef } from 'vue'

export interface Toast {
  readonly id: number
  readonly tone: 'info' | 'truth' | 'answer' | 'wrong'
  readonly text: string
  readonly hint?: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

export const toasts = shallowRef<readonly Toast[]>([])
let next = 1

/** Says what happened elsewhere (a job ended, the engine fell back). Never for what the person sees on the screen anyway. */
export function toast(content: Omit<Toast, 'id'>, seconds = content.tone === 'wrong' ? 12 : 6): void {
  const id = next++
  toasts.value = [...toasts.value.slice(-3), { ...content, id }]
  setTimeout(() => dismissToast(id), seconds * 1000)
}

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((other) => other.id !== id)
}
