import type { WebContents } from 'electron'
import * as z from 'zod'
import { contract, type MethodInput, type MethodName } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import { pathsInInput, type PathGrants } from '../security/path-grants.ts'
import { channels } from './channels.ts'
import { parseInput, type GuardedIpc } from './guarded-ipc.ts'

const CallId = z.int().min(0)
const Method = z.string().refine((name): name is MethodName => Object.hasOwn(contract, name), 'is not a method of the engine')

/** Forwards the page's calls to the engine and the engine's words to the page. */
export function engineChannels(ipc: GuardedIpc, engine: EngineHost, grants: PathGrants, page: () => WebContents | null): void {
  const running = new Map<number, AbortController>()

  ipc.handle(channels.engineCall, z.tuple([CallId, Method, z.unknown()]), async ([id, method, input]) => {
    const checked = checkCall(method, input, grants)
    const controller = new AbortController()
    running.set(id, controller)
    try {
      return await engine.call(method, checked, controller.signal)
    } finally {
      if (running.get(id) === controller) running.delete(id)
    }
  })
  ipc.on(channels.engineCancel, z.tuple([CallId]), ([id]) => running.get(id)?.abort())
  ipc.handle(channels.engineStatus, z.tuple([]), () => engine.status)
  ipc.handle(channels.engineRestart, z.tuple([]), () => engine.restart())

  const tell = (channel: string, message: unknown): void => {
    const target = page()
    if (target !== null && !target.isDestroyed()) target.send(channel, message)
  }
  engine.onEvent((event) => tell(channels.engineEvent, event))
  engine.onStatus((status) => tell(channels.engineStatusChanged, status))
}

/** Parses a call's input by the contract and refuses paths that no person granted. */
export function checkCall<M extends MethodName>(method: M, input: unknown, grants: PathGrants): MethodInput<M> {
  const { input: schema, paths = [] } = contract[method] as { input: z.ZodType; paths?: readonly string[] }
  const parsed = parseInput(schema, input, method)
  for (const path of pathsInInput(parsed, paths)) {
    if (path === null || !grants.isGranted(path)) {
      throw new PlanisphereError('INVALID_INPUT', `${method} was asked for a path that nobody chose: ${path ?? 'not a text'}.`, { hint: 'Choose the file or folder in a dialog, or drop it on the window.' })
    }
  }
  return parsed as MethodInput<M>
}
