import { onActivated, onDeactivated, onMounted, shallowReactive, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { Handovers, ScreenName } from './screens.ts'

type Pending = { [S in ScreenName]?: Handovers[S] }
const pending = shallowReactive<Pending>({})

/** Opens screens, with something in hand if wanted: `go('review', { filter })`. */
export function useNavigation(): { go: <S extends ScreenName>(screen: S, handover?: Handovers[S]) => void } {
  const router = useRouter()
  return {
    go(screen, handover) {
      if (handover !== undefined) (pending as Record<string, unknown>)[screen] = handover
      void router.push({ name: screen })
    }
  }
}

/**
 * In a screen's component: receives what another screen handed over, once, whether the screen was open or not. Only the
 * one that is on the screen receives: the same screen of a project that was open before is kept, and must not.
 */
export function useHandover<S extends ScreenName>(screen: S, receive: (handover: Handovers[S]) => void): void {
  let shown = false
  const take = () => {
    const handover = pending[screen] as Handovers[S] | undefined
    if (handover === undefined || !shown) return
    delete pending[screen]
    receive(handover)
  }
  const appear = () => {
    shown = true
    take()
  }
  onMounted(appear)
  onActivated(appear)
  onDeactivated(() => (shown = false))
  watch(() => pending[screen], take, { flush: 'post' })
}
