import type { Readable, Writable } from 'node:stream'
import type { ByteChannel } from './byte-channel.ts'

/** A readable and a writable as one byte channel: the engine's own stdin and stdout, or the pipes to a child. */
export function streamBytes(input: Readable, output: Writable, close: () => void): ByteChannel {
  const ends: ((reason: string) => void)[] = []
  let ended: string | null = null
  const end = (reason: string): void => {
    if (ended !== null) return
    ended = reason
    for (const listener of ends.splice(0)) listener(reason)
  }
  input.on('end', () => end('its output ended'))
  input.on('close', () => end('its output was closed'))
  input.on('error', (error) => end(error.message))
  // EPIPE: the reader is gone. The other end's 'end' follows; this must not throw.
  output.on('error', (error) => end(error.message))
  return {
    send(bytes) {
      if (ended === null && output.writable) output.write(bytes)
    },
    onBytes(listener) {
      input.on('data', (chunk: Uint8Array) => listener(chunk))
    },
    onEnd(listener) {
      if (ended === null) ends.push(listener)
      else listener(ended)
    },
    close() {
      end('the channel was closed')
      close()
    }
  }
}
