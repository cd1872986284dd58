/** What docs/trust.md says of acceptance is what the device does: a judge that was written from it alone, in Python, agrees. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { examplePlace, Random, Scene } from './trust-scene.ts';
import { once } from './verifier/apart.ts';
import { python, PythonJudge } from './verifier/python.ts';
import { ownAnswer, runSuite } from './verifier/suite.ts';

interface Recorded {
  readonly device: object;
  readonly scripts: object;
  readonly bodies: object;
  readonly cases: readonly { readonly expected: string }[];
}

const reason = python === undefined ? ' (skipped: no python3)' : '';

describe.skipIf(python === undefined)(`two judges${reason}`, () => {
  test('agree on made-up and changed questions, and without any one check they would not', async () => {
    const { cases, accepted, waiting, refused, apart, unnoticed, noticed } = await runSuite(300, 1);
    expect(apart).toEqual([]);
    expect(cases).toBe(300);
    expect(accepted).toBeGreaterThan(20);
    expect(waiting).toBeGreaterThan(0);
    expect(Object.keys(refused).length).toBeGreaterThan(20);
    expect(unnoticed).toEqual([]);
    expect(noticed).toBeGreaterThan(30);
  });

  test('agree on what they once did not', async () => {
    using judge = new PythonJudge();
    const asks = once.map(({ make }) => ({ question: make(new Scene(examplePlace, new Random(1))), held: {} }));
    const ours = asks.map(ownAnswer);
    expect(await judge.answers(asks)).toEqual(ours);
    expect(ours.map(({ verdict, code }, i) => [once[i]?.what, code ?? verdict])).toEqual(
      once.map(({ what, expected }) => [what, expected]),
    );
  });

  test('agree on every recorded case', async () => {
    const recorded = readFileSync(new URL('../golden/trust/refused-orders.json', import.meta.url), 'utf8');
    const { cases, ...base } = JSON.parse(recorded) as Recorded;
    using judge = new PythonJudge(base);
    const found = await judge.answersTo(cases);
    expect(found.map(({ verdict, code }) => code ?? verdict)).toEqual(cases.map(({ expected }) => expected));
  });

  test('a judge that cannot go on says so', async () => {
    using judge = new PythonJudge({});
    await expect(judge.answersTo([{ kind: 'order' }])).rejects.toThrow('KeyError');
  });
});
