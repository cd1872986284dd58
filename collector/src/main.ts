import { failure } from './commands/output.ts';
import { fettleProgram } from './commands/program.ts';

try {
  await (await fettleProgram(process.argv[2])).parseAsync();
} catch (error) {
  process.exitCode = failure(error, process.argv.includes('--json'));
}
