/** A two-way stream of bytes in order: a pipe, a socket, an ssh session. */
export interface ByteChannel {
  send(bytes: Uint8Array): void
  onBytes(listener: (bytes: Uint8Array) => void): void
  /** Called once when nothing can be sent or will come any more. `reason` is for people. */
  onEnd(listener: (reason: string) => void): void
  close(): void
}
