/** The agent's program. */
import { beginRun, plainRun } from './commands/begin-run.ts';
import { tellFailure } from './commands/failure.ts';

const flags = plainRun(process.argv.slice(2));
if (flags === null) {
  const { commandLine } = await import('./commands/command-line.ts');
  await commandLine();
} else {
  try {
    await beginRun(flags);
  } catch (error) {
    // What was opened before the failure must not keep the process.
    process.exit(tellFailure(error));
  }
}
