// Started by tests as a process of its own, to be killed: opens (or creates) a project, imports a file, tells how it goes.
//   node import-child.ts PROJECT SOURCE
import { createEngine } from '#engine/service/create-engine.ts'

const [path = '', source = ''] = process.argv.slice(2)
const engine = createEngine({ resources: path })
const client = engine.client()
client.onEvent((event) => {
  if (event.type === 'job') process.stdout.write(`${event.job.state} ${event.job.progress?.done ?? 0}\n`)
})
const { project } = await client.call('projects.create', { path })
await client.call('imports.start', { project, options: { source } })
