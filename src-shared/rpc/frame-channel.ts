import type { Frame } from './frames.ts'

/**
 * A way to the other side that keeps order and frame borders. How a frame becomes bytes, and where the bytes go, is the
 * transport's affair: this folder knows neither. What arrives is not yet checked.
 */
export interface FrameChannel {
  /** Throws if the frame cannot be sent (too large, not encodable). Frames sent after the end are dropped. */
  send(frame: Frame): void
  /** One listener; frames that came before it was set are kept for it. */
  onFrame(listener: (frame: unknown) => void): void
  /** Called once, also if the channel has ended already. `reason` is for people. */
  onEnd(listener: (reason: string) => void): void
  close(): void
}
