/**
 * Runs one benchmark: `npm run bench -- NAME [--json] [--seconds N] [--quick]`; some take the last two.
 * A benchmark is a file beside this one, named as it is called, that exports `run(emit)` and is bounded and repeatable.
 * With `--json` each figure is one line `{bench, figure, value, unit, conditions, peer?}` on stdout and nothing else is.
 */
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Emit, Figure } from './figure.ts';
import { asTable } from './table.ts';

const notBenchmarks = new Set(['run.ts', 'figure.ts', 'table.ts']);

function names(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !notBenchmarks.has(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted();
}

async function main(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const quick = args.includes('--quick');
  const at = args.indexOf('--seconds');
  const seconds = at < 0 ? undefined : Number(args[at + 1]);
  const flags = (_: string, place: number) => at >= 0 && (place === at || place === at + 1);
  const [name, ...more] = args.filter((arg, place) => arg !== '--json' && arg !== '--quick' && !flags(arg, place));
  if (name === undefined) {
    console.log(`Benchmarks: ${names().join(', ')}. Run one with: npm run bench -- NAME [--json]`);
    return 0;
  }
  if (more.length > 0 || !names().includes(name)) {
    const what = more.length > 0 ? `Name one benchmark, not ${args.join(' ')}.` : `There is no benchmark ${name}.`;
    console.error(`${what} There are: ${names().join(', ')}.`);
    return 2;
  }
  if (seconds !== undefined && !(seconds >= 1 && seconds <= 3_600)) {
    console.error(`--seconds takes a number from 1 to 3600; it is ${args[at + 1] ?? 'missing'}.`);
    return 2;
  }
  const figures: Figure[] = [];
  const emit: Emit = (figure, value, unit, conditions = {}, peer) => {
    const line: Figure = { bench: name, figure, value, unit, conditions, ...(peer !== undefined && { peer }) };
    figures.push(line);
    if (json) process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  const bench = (await import(pathToFileURL(`${import.meta.dirname}/${name}.ts`).href)) as {
    run(emit: Emit, options: { seconds?: number; quick?: boolean }): Promise<void>;
  };
  await bench.run(emit, { quick, ...(seconds !== undefined && { seconds }) });
  if (!json) process.stdout.write(asTable(figures));
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
