import type { Readable, Writable } from 'node:stream'
import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import { framedBytes } from './framed-bytes.ts'
import { streamBytes } from './stdio-bytes.ts'

/** What of a child process the channel needs; `ChildProcessWithoutNullStreams` has it. */
export interface PipedChild {
  readonly stdin: Writable
  readonly stdout: Readable
}

/**
 * Frames over the pipes of a child that runs the engine: on this machine, or through ssh. Closing the channel closes the
 * child's stdin, on which an engine ends by itself.
 */
export function childChannel(child: PipedChild): FrameChannel {
  return framedBytes(streamBytes(child.stdout, child.stdin, () => child.stdin.end()))
}
