/**
 * The long runs: `npm run hostile -- <suite>… [--cases N] [--seed S] [--json]`. Each is bounded and ends by itself. On stdout a line
 * a suite, with `--json` a JSON object; how far it is goes to stderr. The exit code is 1 when anything fell.
 */
import { parseArgs } from 'node:util';
import { held, type SuiteResult } from './suite.ts';
import { type Entry, suites } from './suites.ts';

const usage = `npm run hostile -- <suite>… [--cases N] [--seed S] [--json]

Attacks Fettle at length: each suite tries so many cases, ends by itself, and shows that it would notice.
Exit code: 0 all held, 1 something fell, 2 it was asked wrongly.

Suites, with their cases where --cases does not say how many:
${Object.entries(suites)
  .map(([name, { what, cases }]) => `  ${name.padEnd(10)} ${String(cases).padStart(11)}  ${what}`)
  .join('\n')}
  all                      every one of them

Options:
  --cases N   how many cases
  --seed S    the same cases from the same seed; without it another one each time, which is printed
  --json      one JSON object a suite, on one line

Examples:
  npm run hostile -- collector --cases 20000 --seed 1
  npm run hostile -- roots replay --json
  npm run hostile -- all --cases 1000`;

interface Asked {
  readonly names: readonly string[];
  readonly cases: number | null;
  readonly seed: number;
  readonly json: boolean;
}

/** Null: it was asked wrongly, or for help. */
function asked(argv: readonly string[]): Asked | null {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      cases: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const names = positionals.includes('all') ? Object.keys(suites) : positionals;
  const cases = values.cases === undefined ? null : Number(values.cases);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const isRight =
    names.length > 0 &&
    names.every((name) => Object.hasOwn(suites, name)) &&
    (cases === null || (Number.isSafeInteger(cases) && cases > 0)) &&
    Number.isSafeInteger(seed);
  return values.help || !isRight ? null : { names, cases, seed, json: values.json };
}

async function runOne(
  name: string,
  { what, cases: usual, load }: Entry,
  { cases, seed, json }: Asked,
): Promise<boolean> {
  const most = cases ?? usual;
  console.error(`${name}: ${what}; ${most} cases, seed ${seed}`);
  const began = performance.now();
  let told = began;
  try {
    const suite = await load();
    const result = await suite({
      cases: most,
      seed,
      progress(done) {
        if (performance.now() < told + 10_000) return;
        told = performance.now();
        console.error(`${name}: ${done} of ${most}, ${Math.round((told - began) / 1_000)} s`);
      },
    });
    tell(name, result, { seed, json, ms: performance.now() - began });
    return held(result);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
    return false;
  }
}

function tell(
  name: string,
  result: SuiteResult,
  { seed, json, ms }: { seed: number; json: boolean; ms: number },
): void {
  const { cases, validSigned, executed, crashes, sabotageCaught, sabotageTotal, fell, figures } = result;
  const told = {
    suite: name,
    cases,
    valid_signed: validSigned,
    executed,
    crashes,
    sabotage_caught: sabotageCaught,
    sabotage_total: sabotageTotal,
    seed,
    seconds: Math.round(ms / 1_000),
    fell,
    ...figures,
  };
  if (json) return console.log(JSON.stringify(told));
  const outcome = held(result) ? 'held' : 'FELL';
  console.log(
    `${name}: ${outcome}; ${cases} cases (${validSigned} validly signed with the wrong meaning), ${executed} executed, ${crashes} crashes, sabotage noticed ${sabotageCaught} of ${sabotageTotal}, seed ${seed}, ${told.seconds} s`,
  );
  for (const one of fell) console.log(`  ${one}`);
}

async function main(): Promise<number> {
  const ask = asked(process.argv.slice(2));
  if (ask === null) {
    const isHelp = process.argv.includes('--help') || process.argv.includes('-h');
    (isHelp ? console.log : console.error)(usage);
    return isHelp ? 0 : 2;
  }
  let all = true;
  for (const name of ask.names) all = (await runOne(name, suites[name] as Entry, ask)) && all;
  return all ? 0 : 1;
}

process.exitCode = await main();
