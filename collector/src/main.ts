import { failure } from './commands/output.ts';
import { fettleProgram } from './commands/program.ts';

try {
  await fettleProgram().parseAsync();
} catch (error) {
  process.exitCode = failure(error, process.argv.includes('--json'));
}
