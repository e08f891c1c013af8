import { readonly, ref } from 'vue'

const text = ref('')

/** What screen readers were told last. */
export const announced = readonly(text)

/** Tells screen readers something, after what they are saying now. Said once, and again when it is said again. */
export function announce(what: string): void {
  // The same words twice are no change of the page: a blank makes them one.
  text.value = what === text.value ? `${what}\u00a0` : what
}
