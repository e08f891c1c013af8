import type { Job } from '#shared/domain/job.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { count, type Terminal } from './terminal.ts'

const ended: readonly Job['state'][] = ['done', 'failed', 'cancelled', 'interrupted', 'paused']

/**
 * Follows a job to its end and shows its progress. Ctrl-C cancels the job at its next safe point. Returns the finished
 * job; rejects with the job's own error if it failed, with CANCELLED if it was stopped.
 */
export async function watchJob(terminal: Terminal, client: EngineClient, project: string, start: () => Promise<{ job: string }>): Promise<Job> {
  const early: Job[] = []
  let heard: (job: Job) => void = (job) => early.push(job)
  const stopListening = client.onEvent((event) => {
    if (event.type === 'job' && event.project === project) heard(event.job)
    if (event.type === 'notice') terminal.note(event.hint ? `${event.message} ${event.hint}` : event.message)
  })
  const stop = new AbortController()
  try {
    const { job: id } = await start()
    const job = await new Promise<Job>((resolve, reject) => {
      heard = (seen) => {
        if (seen.id !== id) return
        show(terminal, seen)
        if (ended.includes(seen.state)) resolve(seen)
      }
      early.forEach(heard)
      // An event may have come before the answer to `start`: ask once.
      client.call('jobs.get', { project, job: id }).then((seen) => heard(seen), reject)
      const cancel = (): void => {
        terminal.note('Stopping at the next safe point …')
        client.call('jobs.cancel', { project, job: id }).then(resolve, reject)
      }
      if (terminal.signal.aborted) cancel()
      else terminal.signal.addEventListener('abort', cancel, { signal: stop.signal })
    })
    terminal.progress(null)
    if (job.state === 'failed' && job.error) throw new PlanisphereError(job.error.code, job.error.message, { hint: job.error.hint })
    if (job.state !== 'done') throw new PlanisphereError('CANCELLED', `${job.title} was stopped.`, { hint: 'Give the same command again to go on.' })
    return job
  } finally {
    stop.abort()
    stopListening()
  }
}

function show(terminal: Terminal, job: Job): void {
  const { progress } = job
  if (!progress) return
  const total = progress.total === null ? '' : ` / ${count(progress.total)}`
  const rate = progress.rate === null ? '' : `  ${count(Math.round(progress.rate))}/s`
  const eta = progress.etaSeconds === null ? '' : `  ${duration(progress.etaSeconds)} left`
  terminal.progress(`${job.title}: ${progress.phase} ${count(progress.done)}${total}${rate}${eta}`)
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
