/** The executor's own code on a folder of its own, whole but for one thing: what it starts is noted and not run. */
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Command, Platform, Tree } from '@fettle/agent/executor/platform/platform';
import { platformOf } from '@fettle/agent/executor/platform/platforms';
import type { Answer, Ask } from '@fettle/agent/executor/wire';
import type { Channel, ChannelEvents } from '@fettle/agent/runs/executor-client';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { seedOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';
import { day, firstMaintenanceRoot, sealingSeed } from '@fettle/shared/trust/maintenance.fixture';
import { examplePlace, statementsAt } from '../trust-scene.ts';
import { type ExecutorCode, realCode } from './code.ts';

/** What was started, as the system would have been told. */
export interface Spawned {
  readonly command: Command;
  /** Of the file that it would have run; null: it runs none of ours. */
  readonly sha256: string | null;
}

export interface RigOptions {
  readonly code?: ExecutorCode;
  /** What a started program writes. */
  readonly output?: (command: Command) => string;
  /** Called where the system would start it. */
  readonly spawning?: (command: Command) => void;
}

/** In memory where there is such a place: its thousands of fsyncs are not what is tried here. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export class Rig implements Disposable {
  readonly folder = mkdtempSync(join(place, 'fettle-hostile-'));
  readonly spawned: Spawned[] = [];
  /** Programs that ran at the same time, at most. */
  most = 0;
  /** By the executor's clock, ms. */
  now = examplePlace.now;
  /** Asks that are not answered to their end, and those that broke it. */
  outstanding = 0;
  broke = 0;
  readonly #options: RigOptions;
  readonly #code: ExecutorCode;
  #active = 0;
  #executor: InstanceType<ExecutorCode['Executor']> | null = null;

  constructor(options: RigOptions = {}) {
    this.#options = options;
    this.#code = options.code ?? realCode;
    const { device } = examplePlace;
    this.#code.makeFolder(this.folder, false);
    this.#code.writePin(this.folder, {
      device: device.id,
      host: device.host,
      fingerprint: fingerprintOf(firstMaintenanceRoot()),
      seed: toBase64(seedOf('device')),
      sealing: toBase64(sealingSeed),
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A new process on the same folder. */
  async start(): Promise<void> {
    const clock = { now: () => this.now, uptime: () => day / 1_000 };
    const platform = this.#platform();
    const folder = new this.#code.Folder(this.folder);
    await this.#code.recover(folder, clock, platform);
    this.#executor = new this.#code.Executor(folder, { clock, platform, grace: { timeout: 50, stop: 50 }, at() {} });
  }

  /** What the place of the cases holds. */
  async trust(): Promise<void> {
    await this.ask({ ask: 'keep', envelopes: statementsAt(examplePlace) });
  }

  /** Over the wire, as a resident would. */
  async ask(ask: Ask): Promise<Answer[]> {
    const answers: Answer[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const channel = this.open({
      line(text) {
        const answer = JSON.parse(text) as Answer;
        answers.push(answer);
        if (answer.answer === 'end') resolve();
      },
      closed: () => resolve(),
    });
    channel.send(JSON.stringify(ask));
    await promise;
    channel.close();
    return answers;
  }

  readonly open = (events: ChannelEvents): Channel => {
    const executor = this.#executor;
    if (executor === null) throw new Error('no executor was started');
    const [input, output] = [new PassThrough(), new PassThrough()];
    output.setEncoding('utf8');
    let rest = '';
    output.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const one of lines) {
        if (one.startsWith('{"answer":"end"')) this.outstanding--;
        if (one === '{"answer":"end","error":"internal"}') this.broke++;
        events.line(one);
      }
    });
    output.on('close', () => events.closed('its end was closed'));
    void this.#code
      .converse(input, output, {
        ahead: (ask) => executor.ahead(ask),
        answer: (ask, tell) => executor.answer(ask, tell),
      })
      .then(() => output.end());
    return {
      send: (text) => {
        this.outstanding++;
        input.write(`${text}\n`);
      },
      close: () => void input.end(),
      cut: () => void output.destroy(),
    };
  };

  /** Until nothing is asked any more. */
  async quiet(): Promise<void> {
    for (let still = 0; still < 3; still = this.outstanding > 0 ? 0 : still + 1) await turn();
  }

  #platform(): Platform {
    const { output = () => 'done\n', spawning } = this.#options;
    const start = (command: Command): Tree => {
      spawning?.(command);
      const file = command.argv.find((one) => dirname(one) === join(this.folder, 'run'));
      const sha256 = file === undefined ? null : createHash('sha256').update(readFileSync(file)).digest('hex');
      this.spawned.push({ command, sha256 });
      this.most = Math.max(this.most, ++this.#active);
      return treeOf(output(command), () => this.#active--);
    };
    return {
      ...platformOf('linux', () => true),
      account: (name) => ({ name, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, home: '/' }),
      start,
      sweep: async () => {},
    };
  }
}

/** A program that says this and ends well. */
function treeOf(text: string, ended: () => void): Tree {
  const stdout = new PassThrough();
  const child = Object.assign(new EventEmitter(), { stdout, pid: undefined });
  stdout.once('close', () => {
    ended();
    child.emit('exit', 0, null);
  });
  stdout.end(text);
  return { child: child as unknown as Tree['child'], terminate() {}, kill: async () => {} };
}
