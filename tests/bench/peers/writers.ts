/** Remote write from processes of their own, each with a part of the devices, so that a series' samples stay in order. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Make, WriterAnswer, WriterOrder } from './writer-orders.ts';

type Made = Omit<Make, 'type' | 'from' | 'to'> & { readonly devices: number };

export class Writers implements AsyncDisposable {
  readonly #children: readonly ChildProcess[];

  constructor(count = 2) {
    this.#children = Array.from({ length: count }, () =>
      fork(new URL('writer-process.ts', import.meta.url), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: ['--max-old-space-size=6000'],
      }),
    );
    process.once('exit', this.#kill);
  }

  async make(made: Made): Promise<void> {
    await this.#ask((at) => ({ type: 'make', ...this.#part(made, at) }));
  }

  /** Makes and sends without keeping. @returns samples that were sent to each */
  async stream(made: Made, urls: readonly string[]): Promise<number> {
    return sent(await this.#ask((at) => ({ type: 'stream', ...this.#part(made, at), urls })));
  }

  /** @returns samples that were sent to each */
  async send(urls: readonly string[], round: number): Promise<number> {
    return sent(await this.#ask(() => ({ type: 'send', urls, round })));
  }

  #part({ devices, ...rest }: Made, at: number): Omit<Make, 'type'> {
    const count = this.#children.length;
    return { ...rest, from: Math.round((at * devices) / count), to: Math.round(((at + 1) * devices) / count) };
  }

  async #ask(order: (at: number) => WriterOrder): Promise<WriterAnswer[]> {
    return Promise.all(
      this.#children.map(async (child, at) => {
        const { promise, resolve, reject } = Promise.withResolvers<WriterAnswer>();
        child.once('message', resolve);
        const over = () => reject(new Error('a process that writes ended by itself'));
        child.once('exit', over);
        child.send(order(at));
        const answer = await promise;
        child.off('exit', over);
        if (answer.type === 'failed') throw new Error(answer.why);
        return answer;
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#kill);
    for (const child of this.#children) child.disconnect();
  }

  readonly #kill = () => this.#children.forEach((child) => child.kill('SIGKILL'));
}

const sent = (answers: readonly WriterAnswer[]) =>
  answers.reduce((sum, one) => sum + (one.type === 'sent' ? one.samples : 0), 0);
