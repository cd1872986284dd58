/** Real agents' links in a process of their own, which send as fast as agents do and keep what was not acknowledged. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Envelope } from '@fettle/shared/trust/envelope';

export type SendersOrder =
  | {
      readonly type: 'begin';
      readonly devices: number;
      readonly address: string;
      readonly chain: readonly Envelope[];
      readonly fingerprint: string;
      /** Of their keys. */
      readonly seed: number;
      /** Of the first frame, and between two, ms. */
      readonly start: number;
      readonly interval: number;
    }
  | { readonly type: 'stop' };

export interface SendersReport {
  /** The last sequence number of each device, and up to which it was acknowledged. */
  readonly made: readonly number[];
  readonly acknowledged: readonly number[];
  readonly dropped: number;
}

export class Senders implements AsyncDisposable {
  readonly #child: ChildProcess;
  #last: SendersReport = { made: [], acknowledged: [], dropped: 0 };

  constructor(order: Extract<SendersOrder, { type: 'begin' }>) {
    this.#child = fork(new URL('senders-process.ts', import.meta.url), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (report) => (this.#last = report as SendersReport));
    this.#child.send(order);
    process.once('exit', this.#kill);
  }

  get last(): SendersReport {
    return this.#last;
  }

  /** Frames of all devices that were acknowledged. */
  get acknowledged(): number {
    return this.#last.acknowledged.reduce((sum, one) => sum + one, 0);
  }

  /** Nothing more is taken; what was is still sent. */
  stop(): void {
    this.#child.send({ type: 'stop' } satisfies SendersOrder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  readonly #kill = () => this.#child.kill('SIGKILL');
}
