/**
 * Two judges of the same questions: `shared/src/trust/accept`, and the one in Python that was written from docs/trust.md
 * alone. They must agree, for every case, on the verdict, the code, and what would run.
 */
import { isDeepStrictEqual } from 'node:util';
import { accept } from '@fettle/shared/trust/accept/accept';
import { checks } from '@fettle/shared/trust/accept/checks';
import { caseOf, cases, makers } from '../trust-cases.ts';
import { examplePlace, heldAt, Random, Scene } from '../trust-scene.ts';
import { type Answer, type Ask, PythonJudge } from './python.ts';
import { variants } from './variants.ts';

export interface Compared {
  readonly cases: number;
  readonly accepted: number;
  readonly waiting: number;
  /** How many of each code. */
  readonly refused: Readonly<Record<string, number>>;
  /** What they did not agree on, the first fifty. Must be empty. */
  readonly apart: readonly Apart[];
  /** Of checks that were left out of the Python judge: how many made it differ, and which did not. */
  readonly noticed: number;
  readonly unnoticed: readonly string[];
}

export interface Apart {
  readonly what: string;
  readonly ours: Answer;
  readonly python: Answer;
  readonly ask: Ask;
}

interface Named extends Ask {
  readonly what: string;
}

const batch = 200;

/** @param count half of them made-up cases of `trust-cases.ts`, half changed at random */
export async function runSuite(count: number, seed: number, progress?: (done: number) => void): Promise<Compared> {
  using judge = new PythonJudge();
  const tally = new Map<string, number>();
  const apart: Apart[] = [];
  let done = 0;
  // While Python works on some, the next are made up.
  let before: Promise<void> = Promise.resolve();
  const compare = async (some: readonly Named[]) => {
    const asked = judge.answers(some);
    const own = some.map(ownAnswer);
    const theirs = await asked;
    for (const [i, { what, ...ask }] of some.entries()) {
      const ours = own[i] ?? { verdict: 'none' };
      const python = theirs[i] ?? { verdict: 'none' };
      const outcome = ours.code ?? ours.verdict;
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      if (!isDeepStrictEqual(ours, python) && apart.length < 50) apart.push({ what, ours, python, ask });
    }
    done += some.length;
    progress?.(done);
  };
  for (const some of batches(questions(count, seed))) {
    const now = compare(some);
    await before;
    before = now;
  }
  await before;
  const { accepted = 0, waiting = 0, ...refused } = Object.fromEntries(tally);
  return { cases: done, accepted, waiting, refused, apart, ...(await sabotage(judge, seed)) };
}

function* questions(count: number, seed: number): Generator<Named> {
  const made = cases(seed, Math.ceil(count / 2));
  for (const { what, question, held } of made) yield { what, question, held };
  yield* variants(seed, Math.floor(count / 2));
}

function* batches(all: Iterable<Named>): Generator<Named[]> {
  let some: Named[] = [];
  for (const one of all) {
    some.push(one);
    if (some.length === batch) {
      yield some;
      some = [];
    }
  }
  if (some.length > 0) yield some;
}

/** Every check in turn left out of the Python judge, asked about what that check is there for. */
async function sabotage(judge: PythonJudge, seed: number): Promise<Pick<Compared, 'noticed' | 'unnoticed'>> {
  const unnoticed: string[] = [];
  for (const { name } of checks) {
    const own = makers.filter(({ check }) => check === name);
    const asks = own.map((maker) => ({ ...caseOf(maker, new Scene(examplePlace, new Random(seed))), without: name }));
    const theirs = await judge.answers(asks);
    const differ = asks.some((ask, i) => !isDeepStrictEqual(ownAnswer(ask), theirs[i]));
    if (!differ) unnoticed.push(name);
  }
  return { noticed: checks.length - unnoticed.length, unnoticed };
}

/** Our own answer, in the words of the Python judge's. */
export function ownAnswer({ question, held }: Pick<Ask, 'question' | 'held'>): Answer {
  try {
    return inWords(accept(question, { ...heldAt(examplePlace), ...held }));
  } catch (error) {
    return { verdict: 'crashed', code: String(error) };
  }
}

function inWords(found: ReturnType<typeof accept>): Answer {
  if (found.verdict === 'refused') return { verdict: 'refused', code: found.code };
  if (found.verdict === 'waiting') return { verdict: 'waiting', hash: found.hash, until: found.until };
  const { hash, class: level, floor, job } = found;
  return { verdict: 'accepted', hash, class: level, floor, job: job === null ? null : jobInWords(job) };
}

type Job = NonNullable<Extract<ReturnType<typeof accept>, { verdict: 'accepted' }>['job']>;

function jobInWords(job: Job): unknown {
  if (job.kind !== 'script') return { ...job };
  const steps = job.steps.map(({ step, mode, program, timeout, runAs, exits, output, argv, env, when }) => {
    return { step, mode, program, timeout, runAs, exits, output, argv, env, when };
  });
  // As JSON says it, so that nothing but what it means is compared.
  return JSON.parse(JSON.stringify({ kind: 'script', steps })) as unknown;
}
