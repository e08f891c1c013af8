import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

const own = 'resource:'

/**
 * How a project remembers where an encoder is. Encoders that come with the application are kept by name
 * (`resource:demo-encoder`), so that a project moves between machines; others by absolute path.
 */
export function storedEncoderPath(path: string, resources: string): string {
  const absolute = resolve(path)
  const inside = relative(resources, absolute)
  return inside !== '' && !inside.startsWith('..') && !isAbsolute(inside) ? own + inside.split(sep).join('/') : absolute
}

/** The path that `storedEncoderPath` remembered. */
export function encoderPath(stored: string, resources: string): string {
  if (!stored.startsWith(own)) return stored
  const inside = stored.slice(own.length)
  // A project is hostile input: it may not name a folder outside of the resources this way.
  if (inside.split('/').includes('..')) return join(resources, 'no-such-encoder')
  return join(resources, inside)
}

/** The folder that file names of an encoder's spec are relative to. */
export function encoderFolder(stored: string, resources: string): string {
  const path = encoderPath(stored, resources)
  return path.toLowerCase().endsWith('.onnx') ? dirname(path) : path
}
