import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// What Node made of the sources is kept beside the packages, as trusted as they are; where it cannot be, everything goes on without.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));
// Only after that: what is imported in the ordinary way is compiled before any line of this file.
const { fettleProgram } = await import('./commands/program.ts');
const { failure } = await import('./commands/output.ts');

try {
  await (await fettleProgram(process.argv[2])).parseAsync();
} catch (error) {
  process.exitCode = failure(error, process.argv.includes('--json'));
}
