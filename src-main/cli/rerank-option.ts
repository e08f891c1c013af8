import { InvalidArgumentError, type Command } from 'commander'
import { Rerank } from '#shared/domain/planet.ts'
import { integerOption } from './arguments.ts'
import { exitCodes } from './exit-codes.ts'

export interface RerankWords {
  readonly rerank?: boolean
  readonly rerankWeight?: number
  readonly rerankDepth?: number
}

const standard = Rerank.parse({})

/** Adds --rerank to a command that ranks. */
export function rerankOptions(command: Command): Command {
  return command
    .option('--rerank', 'order the first answers anew: cosine plus the weighted agreement with the tile’s colours, structure and texture (encoders that planet train made)')
    .option('--rerank-weight <number>', `weight of the agreement, with --rerank (default: ${standard.weight})`, weightOption)
    .option('--rerank-depth <n>', `how many of the first answers, with --rerank (default: ${standard.depth})`, integerOption(2, 1000))
}

/** What was asked for; null: rank by cosine alone. */
export function rerankFrom(command: Command, { rerank, rerankWeight, rerankDepth }: RerankWords): Rerank | null {
  if (rerank) return { weight: rerankWeight ?? standard.weight, depth: rerankDepth ?? standard.depth }
  if (rerankWeight !== undefined || rerankDepth !== undefined) command.error('error: --rerank-weight and --rerank-depth need --rerank', { exitCode: exitCodes.wrongUse })
  return null
}

function weightOption(text: string): number {
  const value = Number(text)
  if (value > 0 && value <= 10) return value
  throw new InvalidArgumentError('Give a number above 0, at most 10.')
}
