import { translate } from '../i18n/index.ts'
import { desktop, engine, useEngine, useJobs, useProject, useSettings } from '../platform/index.ts'
import { toast } from '../ui/index.ts'
import { router, screenBeforeReload } from './router.ts'

/** Loads what the frame shows, and opens the project of last time. Never rejects: what fails is shown where it belongs. */
export async function startApplication(): Promise<void> {
  const settings = useSettings()
  const before = screenBeforeReload()
  const project = useProject()
  const jobs = useJobs()
  await settings.load()
  desktop.onFlushRequest(() => settings.flushLayouts())
  await Promise.all([useEngine().load(), project.load()])
  jobs.load()
  sayWhatHappensElsewhere()
  if (before !== null) await router.push({ name: before })
  const last = settings.values.lastProject
  const first = router.currentRoute.value.name
  // What keeps it from opening stands where its screens would be. Whoever went elsewhere meanwhile stays there.
  if (last !== null && (await project.openAtStart(last)) && before === null && router.currentRoute.value.name === first) await router.push({ name: 'overview' })
}

/** Notices of the engine, and jobs that ended while the person looks at another screen. */
function sayWhatHappensElsewhere(): void {
  engine.onEvent((event) => {
    if (event.type !== 'notice') return
    toast({ tone: event.level === 'error' ? 'wrong' : event.level === 'warning' ? 'answer' : 'info', text: event.message, hint: event.hint })
  })
  useJobs().onFinished((job) => {
    if (router.currentRoute.value.name === 'jobs') return
    const show = { label: translate('app.showJob'), run: () => void router.push({ name: 'jobs' }) }
    if (job.state === 'done') toast({ tone: 'truth', text: translate('app.jobDone', { title: job.title }), action: show })
    else if (job.state === 'failed') toast({ tone: 'wrong', text: translate('app.jobFailed', { title: job.title }), hint: job.error?.message, action: show })
  })
}
