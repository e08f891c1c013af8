import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import { framedBytes } from './framed-bytes.ts'
import { streamBytes } from './stdio-bytes.ts'

/** The engine's side: frames on its own stdin and stdout. Nothing else may write to stdout. */
export function ownStdioChannel(): FrameChannel {
  return framedBytes(streamBytes(process.stdin, process.stdout, () => process.stdin.destroy()))
}
