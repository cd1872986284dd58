/** Devices in processes of their own, told from here what to do. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../support/fettle.ts';
import type { Answer, Begin, Order, Place, Report } from './orders.ts';

/** One process may open only so many sockets. */
const mostSockets = 9_000;
const patienceMs = 300_000;

export interface LoadOptions extends Omit<Begin, 'type' | 'from' | 'to' | 'address' | 'place'> {
  readonly devices: number;
  readonly processes?: number;
}

export class Loads implements AsyncDisposable {
  readonly #children: readonly ChildProcess[];
  readonly devices: number;

  private constructor(children: readonly ChildProcess[], devices: number) {
    this.#children = children;
    this.devices = devices;
  }

  /** Resolves when all that will be sent is made. */
  static async make(place: Place, { devices, processes, ...rest }: LoadOptions): Promise<Loads> {
    const count = processes ?? Math.max(2, Math.ceil(devices / mostSockets));
    const children = Array.from({ length: count }, () =>
      fork(new URL('process.ts', import.meta.url), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        serialization: 'advanced',
        execArgv: ['--max-old-space-size=6000'],
      }),
    );
    const loads = new Loads(children, devices);
    process.once('exit', loads.#kill);
    await Promise.all(
      children.map(async (child, at) => {
        const from = Math.round((at * devices) / count);
        const to = Math.round(((at + 1) * devices) / count);
        child.send({ ...rest, type: 'begin', place, from, to, address: `127.0.0.${at + 2}` } satisfies Begin);
        await answer(child, 'ready');
      }),
    );
    return loads;
  }

  tell(order: Exclude<Order, Begin>): void {
    for (const child of this.#children) child.send(order);
  }

  async report(): Promise<Report> {
    const reports = await Promise.all(
      this.#children.map((child) => {
        const heard = answer(child, 'report');
        child.send({ type: 'report' } satisfies Order);
        return heard as Promise<Answer & { type: 'report' }>;
      }),
    );
    const sum = (of: (one: Report) => number) => reports.reduce((all, one) => all + of(one), 0);
    return {
      sent: sum((one) => one.sent),
      acknowledged: sum((one) => one.acknowledged),
      connected: sum((one) => one.connected),
      finished: sum((one) => one.finished),
      retried: sum((one) => one.retried),
      lost: sum((one) => one.lost),
      why: reports.map(({ why }) => why).find((text) => text !== '') ?? '',
      ackMs: reports.flatMap(({ ackMs }) => ackMs),
      backMs: reports.flatMap(({ backMs }) => backMs),
      cpuSeconds: sum((one) => one.cpuSeconds),
    };
  }

  /** Opens every connection and waits until each was welcomed. @throws Error when some are refused */
  async connectAll(perSecond = 400): Promise<void> {
    this.tell({ type: 'connect', perSecond: perSecond / this.#children.length });
    await until(
      'the devices to connect',
      async () => {
        const { connected, lost, why } = await this.report();
        if (lost > 0) throw new Error(`${lost} connections ended: ${why}`);
        return connected === this.devices;
      },
      patienceMs,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#kill);
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.disconnect();
        const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await gone;
        clearTimeout(timer);
      }),
    );
  }

  readonly #kill = () => this.#children.forEach((child) => child.kill('SIGKILL'));
}

async function answer(child: ChildProcess, type: Answer['type']): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const heard = (told: Answer) => {
    if (told.type === type) resolve(told);
  };
  const over = () => reject(new Error('a process of devices ended by itself'));
  child.on('message', heard);
  child.once('exit', over);
  try {
    return await promise;
  } finally {
    child.off('message', heard);
    child.off('exit', over);
  }
}
