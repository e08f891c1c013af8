/** What set-up tells the person, on stderr, so that stdout stays free for results. */
export function say(message) {
  process.stderr.write(`${message}\n`)
}

/** An end that the person can act on: its message is printed without a stack. */
export class SetupStop extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.name = 'SetupStop'
    this.exitCode = exitCode
  }
}

/** Runs a script's main function; a `SetupStop` becomes its message and exit code, anything else keeps its stack. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (!(error instanceof SetupStop)) throw error
    say(`\n${error.message}`)
    process.exitCode = error.exitCode
  }
}
