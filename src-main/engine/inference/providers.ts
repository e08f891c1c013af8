import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { executionProviders, type ExecutionProvider, type ProviderProbe } from '#shared/domain/encoder.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** Largest difference to the CPU that a provider may have on the probe's products of 512 terms in -1..1. */
const tolerance = 5e-2
const timeoutMs = 60_000

const Report = z.object({ ok: z.boolean(), message: z.string(), maxError: z.number().nullable(), milliseconds: z.number(), cpuMilliseconds: z.number() })

/** Providers that the runtime could have on a platform, best first; CPU last. */
export function providersOf(platform: NodeJS.Platform): readonly ExecutionProvider[] {
  if (platform === 'win32') return ['dml', 'webgpu', 'cpu']
  if (platform === 'darwin') return ['coreml', 'webgpu', 'cpu']
  return ['tensorrt', 'cuda', 'webgpu', 'cpu']
}

export interface ProbeOptions {
  readonly platform?: NodeJS.Platform
  /** Replaces the child process in tests: what it printed, or a rejection if it died. */
  readonly run?: (provider: ExecutionProvider) => Promise<string>
}

/** Tries every provider of this platform, each in a process of its own. Never throws; the CPU is always available. */
export async function probeProviders(options: ProbeOptions = {}): Promise<ProviderProbe[]> {
  const run = options.run ?? runProbe
  const probes: ProviderProbe[] = []
  // One after the other: they would compete for the device and their times would mean nothing.
  for (const provider of providersOf(options.platform ?? process.platform)) probes.push(await probe(provider, run))
  return probes
}

async function probe(provider: ExecutionProvider, run: (provider: ExecutionProvider) => Promise<string>): Promise<ProviderProbe> {
  const unavailable = (reason: string): ProviderProbe => ({ provider, available: provider === 'cpu', reason, device: null, maxError: null, milliseconds: null })
  let report: z.infer<typeof Report>
  try {
    report = Report.parse(JSON.parse(lastLine(await run(provider))))
  } catch (thrown) {
    return unavailable(`The probe ended without an answer (${thrown instanceof Error ? oneLine(thrown.message) : String(thrown)}).`)
  }
  if (!report.ok) return unavailable(explained(report.message))
  const measured = { provider, device: null, maxError: report.maxError, milliseconds: report.milliseconds }
  if (provider === 'cpu') return { ...measured, available: true, reason: 'Always there.' }
  // JSON turns an infinite difference into null.
  if (report.maxError === null || report.maxError > tolerance) return { ...measured, available: false, reason: `Its results differ from the CPU’s by ${report.maxError ?? 'more than can be told'}.` }
  const times = `${report.milliseconds.toFixed(1)} ms against the CPU’s ${report.cpuMilliseconds.toFixed(1)} ms on the probe`
  return report.milliseconds <= report.cpuMilliseconds
    ? { ...measured, available: true, reason: `Works and is faster: ${times}.` }
    : { ...measured, available: true, reason: `${slowerMark} ${times}; most likely a software adapter.` }
}

const slowerMark = 'Works but is slower:'

/** The provider that `auto` means: the first that works and beats the CPU. A slower one (a software adapter) only runs when it is asked for by name. */
export function chooseProvider(requested: string | undefined, probes: readonly ProviderProbe[]): { provider: ExecutionProvider; reason: string } {
  if (requested !== undefined && requested !== 'auto') {
    const provider = executionProviders.find((name) => name === requested)
    if (!provider) throw new PlanisphereError('INVALID_INPUT', `${requested} is not an execution provider.`, { hint: `Choose one of: auto, ${executionProviders.join(', ')}.` })
    const found = probes.find((probe) => probe.provider === provider)
    if (found?.available) return { provider, reason: 'Asked for.' }
    return { provider: 'cpu', reason: `${provider} was asked for but cannot be used: ${found?.reason ?? 'it does not exist on this platform.'}` }
  }
  const best = probes.find((probe) => probe.available && (probe.provider === 'cpu' || !probe.reason.startsWith(slowerMark)))
  return { provider: best?.provider ?? 'cpu', reason: best?.reason ?? 'Nothing else works.' }
}

let kept: Promise<ProviderProbe[]> | undefined

/** The probes of this machine: run once, kept until `again`. */
export function machineProviders(again = false): Promise<ProviderProbe[]> {
  if (again || !kept) kept = probeProviders()
  return kept
}

function runProbe(provider: ExecutionProvider): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('./provider-probe.ts', import.meta.url))
    execFile(process.execPath, [script, provider], { timeout: timeoutMs, maxBuffer: 2 ** 20, windowsHide: true }, (error, stdout) => {
      if (stdout.trim()) resolve(stdout)
      else reject(error ?? new Error('it printed nothing'))
    })
  })
}

/** What the runtime's most frequent refusals mean. */
function explained(message: string): string {
  if (/Failed to get a WebGPU adapter/.test(message)) return 'No GPU that WebGPU could use was found (on Linux it needs a Vulkan driver).'
  if (/Failed to load shared library/.test(message)) return 'Its libraries are not installed; they are an optional step of the set-up.'
  return oneLine(message)
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 300)
}
