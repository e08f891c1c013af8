import type { Readable, Writable } from 'node:stream'
import type { Frame, FrameChannel } from '#shared/rpc/frames.ts'
import { encodeFrame, FrameDecoder } from './frame-codec.ts'

/** Frames over a pair of byte streams: stdin and stdout of a process, or the two ends of a child. */
export function streamChannel(input: Readable, output: Writable, end: () => void = () => undefined): FrameChannel {
  const decoder = new FrameDecoder()
  let frameListener: (frame: Frame) => void = () => undefined
  let closeListener: (reason: string) => void = () => undefined
  let closed = false

  const close = (reason: string): void => {
    if (closed) return
    closed = true
    end()
    closeListener(reason)
  }
  input.on('data', (bytes: Buffer) => {
    if (closed) return
    try {
      for (const frame of decoder.push(bytes)) frameListener(frame)
    } catch (error) {
      close(error instanceof Error ? error.message : String(error))
    }
  })
  input.on('end', () => close('its output ended'))
  input.on('close', () => close('its output closed'))
  input.on('error', (error: Error) => close(error.message))
  output.on('error', (error: Error) => close(error.message))

  return {
    send(frame) {
      if (!closed && output.writable) output.write(encodeFrame(frame))
    },
    onFrame: (listener) => void (frameListener = listener),
    onClose: (listener) => void (closeListener = listener),
    close: () => close('closed')
  }
}
