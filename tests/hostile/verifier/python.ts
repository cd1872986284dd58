/** The Python judge of `trust_verifier.py`, asked over its pipes: one process, a line for each question, answers in order. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Held, Question } from '@fettle/shared/trust/accept/accept';
import { allBodies, publishedScripts } from '@fettle/shared/trust/maintenance.fixture';
import { asked, bodiesTold, told } from '../../support/trust/asked.ts';
import { examplePlace, heldAt } from '../trust-scene.ts';

const program = fileURLToPath(new URL('../trust_verifier.py', import.meta.url));
/** Its standard library is all that is needed; `-I -S` leaves the rest of the machine out. */
export const python = ['python3', '/usr/bin/python3'].find(
  (one) => spawnSync(one, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0,
);

/** One that holds something else than the example says all of it. */
export interface Ask {
  readonly question: Question;
  readonly held: Partial<Held>;
  /** The name of a check that is left out. */
  readonly without?: string;
}

export interface Answer {
  readonly verdict: string;
  readonly code?: string;
  readonly [field: string]: unknown;
}

export class PythonJudge implements Disposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  #before: Promise<unknown> = Promise.resolve();
  #errors = '';

  /** @param base what holds where a question says nothing else */
  constructor(base: object = exampleBase()) {
    if (python === undefined) throw new Error('There is no python3 of at least version 3.9 here. Install one.');
    this.#process = spawn(python, ['-S', '-B', program], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.#lines = createInterface({ input: this.#process.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
    this.#process.stdin.write(line({ base }));
  }

  /** Answers in the order of the questions. More can be asked before these are answered. */
  async answers(asks: readonly Ask[]): Promise<Answer[]> {
    return this.answersTo(
      asks.map(({ question, held, without }) => ({
        ...asked(question),
        held: told(held, question),
        ...(without !== undefined && { without }),
      })),
    );
  }

  /** To questions in the form of the recorded ones. */
  async answersTo(questions: readonly object[]): Promise<Answer[]> {
    this.#process.stdin.write(questions.map(line).join(''));
    const found = this.#before.then(() => this.#read(questions.length));
    this.#before = found;
    return found;
  }

  async #read(count: number): Promise<Answer[]> {
    const found: Answer[] = [];
    while (found.length < count) {
      const { value, done } = await this.#answers.next();
      if (done === true) throw new Error(`The Python judge ended: ${this.#errors.slice(-2_000)}`);
      found.push(JSON.parse(value) as Answer);
    }
    return found;
  }

  [Symbol.dispose](): void {
    this.#lines.close();
    this.#process.stdin.end();
    this.#process.kill();
  }
}

const exampleBase = () => ({
  device: told(heldAt(examplePlace), null),
  scripts: publishedScripts,
  bodies: bodiesTold(allBodies),
});
const line = (value: object) => `${JSON.stringify(value)}\n`;
