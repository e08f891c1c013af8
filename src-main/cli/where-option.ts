import type { Command } from 'commander'
import { pointAt } from '#shared/domain/filter-language/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import type { Terminal } from './terminal.ts'

/** What --where and --as gave. */
export interface WhereWords {
  readonly where?: string
  readonly as?: string
}

/** Adds --where, and --as for whom `me` means. */
export function whereOption(command: Command, what: string): Command {
  return command
    .option('--where <query>', `only ${what} that fit a filter, for example 'status:rejected region:Lagos' (docs/guide/filter-language.md)`)
    .option('--as <annotator>', 'whom "me" means in the filter')
}

/**
 * The filter of a command, checked in the project: what is wrong is thrown with the query and a caret under the place;
 * names that nothing has yet are noted. Undefined where no filter was given.
 */
export async function checkedWhere(terminal: Terminal, client: EngineClient, project: string, words: WhereWords): Promise<{ where: string; me?: string } | undefined> {
  const { where } = words
  if (where === undefined || where.trim() === '') return undefined
  const me = words.as === undefined ? {} : { me: words.as }
  const { errors, warnings } = await client.call('filter.check', { project, query: where, ...me })
  if (errors[0] !== undefined) {
    const said = errors.map((error) => `${indented(pointAt(where, error))}\n  ${error.message} ${error.hint}`)
    throw new PlanisphereError('INVALID_INPUT', `The filter cannot be read.\n${said.join('\n')}`, { place: { item: `query:${errors[0].start}-${errors[0].end}` } })
  }
  for (const warning of warnings) terminal.note(`${indented(pointAt(where, warning))}\n  ${warning.message} ${warning.hint}`)
  return { where, ...me }
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}
