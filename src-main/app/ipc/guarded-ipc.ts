import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents, type WebFrameMain } from 'electron'
import type * as z from 'zod'
import type { Answer } from '#shared/contracts/bridge.ts'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import type { LogFile } from '../logging/log-file.ts'
import { studioOrigin } from '../protocol/origins.ts'

/** What is asked of a sender: enough of Electron's frame to be tested without it. */
export interface Sender {
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null
  readonly sender: Pick<WebContents, 'mainFrame'>
}

/** Whether a message comes from the main frame of our window, showing our page. */
export function isOwnPage({ senderFrame, sender }: Sender, page: WebContents | null): boolean {
  if (senderFrame === null || page === null || sender !== page) return false
  return senderFrame === page.mainFrame && senderFrame.parent === null && senderFrame.url.startsWith(`${studioOrigin}/`)
}

export type Handle = <S extends z.ZodType>(channel: string, input: S, answer: (input: z.output<S>) => unknown) => void

/** Registers handlers that answer only our page, only parsed input, and with errors as data, never a stack. */
export class GuardedIpc {
  readonly #page: () => WebContents | null
  readonly #log: LogFile

  constructor(page: () => WebContents | null, log: LogFile) {
    this.#page = page
    this.#log = log
  }

  /** Answers `invoke`: `input` parses the list of arguments. */
  handle<S extends z.ZodType>(channel: string, input: S, answer: (input: z.output<S>) => unknown): void {
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, ...args: unknown[]): Promise<Answer> => {
      try {
        this.#requireOwnPage(event, channel)
        return { result: await answer(parseInput(input, args, channel)) }
      } catch (error) {
        const data = toErrorData(error)
        if (data.code === 'INTERNAL') this.#log.error(`${channel} failed`, error)
        return { error: data }
      }
    })
  }

  /** Receives `send`. What does not fit is dropped and logged. */
  on<S extends z.ZodType>(channel: string, input: S, receive: (input: z.output<S>) => void): void {
    ipcMain.on(channel, (event: IpcMainEvent, ...args: unknown[]) => {
      try {
        this.#requireOwnPage(event, channel)
        receive(parseInput(input, args, channel))
      } catch (error) {
        this.#log.warning(`${channel} was refused: ${error instanceof Error ? error.message : String(error)}`)
      }
    })
  }

  #requireOwnPage(event: Sender, channel: string): void {
    if (isOwnPage(event, this.#page())) return
    this.#log.warning(`${channel} was called by a stranger.`)
    throw new PlanisphereError('UNSUPPORTED', 'Only the studio’s own page may ask this.')
  }
}

/** Parses a call's arguments; what does not fit becomes `INVALID_INPUT` that names the first fields at fault. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`)
  throw new PlanisphereError('INVALID_INPUT', `${what} was asked with input that does not fit. ${faults.join('; ')}`)
}
