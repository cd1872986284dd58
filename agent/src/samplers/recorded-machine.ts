/** For tests: machines recorded by scripts/tools/record-fixture.ts, and made-up ones. Nothing else imports this. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seriesText } from '@fettle/shared/metrics/metric';
import { Columns } from './columns.ts';
import type { Space } from './spaces.ts';
import type { Host, Instant, Sampler, SamplerFactory } from './sampler.ts';

const golden = fileURLToPath(new URL('../../../tests/golden/proc/', import.meta.url));

/** A machine in a folder of its own, whose files a test may change. Removed by `using`. */
export class MadeUpMachine implements Host, Disposable {
  readonly root: string;
  /** Answers of programs by their first arguments; others are refused. */
  readonly answers = new Map<string, string>();
  /** What was run, so that a test can see that it was nothing. */
  readonly ran: string[] = [];

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.root = mkdtempSync(join(tmpdir(), 'fettle-machine-'));
    this.write(files);
  }

  /** Writes in place, so that kept descriptors see it. */
  write(files: Readonly<Record<string, string | Buffer>>): void {
    for (const [path, content] of Object.entries(files)) {
      const target = join(this.root, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
  }

  run(program: string, args: readonly string[]): Promise<string> {
    const line = [program, ...args].join(' ');
    this.ran.push(line);
    const answer = [...this.answers].find(([begin]) => line.includes(begin))?.[1];
    return answer === undefined ? Promise.reject(new Error(`${program} failed`)) : Promise.resolve(answer);
  }

  /** The factory's sampler. @throws Error when the machine has no such thing */
  sampler(factory: SamplerFactory): Sampler {
    const made = factory(this);
    if (typeof made === 'string') throw new Error(made);
    return made;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

interface Recording {
  readonly instants: readonly [Instant, Instant];
  readonly statfs: Readonly<Record<string, Space>>;
  /** Mountpoints that never answer. */
  readonly hangs?: readonly string[];
  /** What programs said: a part of the command line, and the file that holds the answer. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Folders that are not there any more at the second moment, other than processes. */
  readonly gone?: readonly string[];
}

/** A machine recorded at two moments; it stands at the first until `advance`. */
export class RecordedMachine extends MadeUpMachine {
  readonly instants: readonly [Instant, Instant];
  readonly #recording: Recording;
  readonly #folder: string;

  constructor(name: string) {
    super();
    this.#folder = join(golden, name);
    const recording = JSON.parse(readFileSync(join(this.#folder, 'machine.json'), 'utf8')) as Recording;
    this.instants = recording.instants;
    this.#recording = recording;
    for (const [command, file] of Object.entries(recording.answers ?? {})) {
      this.answers.set(command, readFileSync(join(this.#folder, file), 'utf8'));
    }
    cpSync(join(this.#folder, 't0'), this.root, { recursive: true });
  }

  /** Brings every file to the second moment; what was gone then goes. */
  advance(): void {
    for (const path of this.#recording.gone ?? []) this.remove(path);
    const later = join(this.#folder, 't1');
    for (const pid of readdirSync(join(this.root, 'proc')).filter((name) => /^\d/.test(name))) {
      if (!existsSync(join(later, 'proc', pid, 'stat'))) this.remove(`proc/${pid}`);
    }
    for (const path of readdirSync(later, { recursive: true, withFileTypes: true })) {
      if (!path.isFile()) continue;
      const file = join(path.parentPath, path.name);
      this.write({ [file.slice(later.length + 1)]: readFileSync(file) });
    }
  }

  /** statfs as it was recorded. */
  readonly ask = (path: string): Promise<Space> => {
    const mountpoint = `/${path.slice(this.root.length).replace(/^\/+/, '')}`;
    if (this.#recording.hangs?.includes(mountpoint)) return new Promise(() => {});
    const space = this.#recording.statfs[mountpoint];
    return space ? Promise.resolve(space) : Promise.reject(new Error(`${path} was not recorded`));
  };
}

/** A sink whose values can be asked by the series' text: `system.cpu.utilization{cpu.mode=user}`. */
export class Readings extends Columns {
  /** One cycle of some samplers. */
  async take(at: Instant, ...samplers: readonly Sampler[]): Promise<void> {
    this.begin();
    for (const sampler of samplers) await sampler.sample(this, at);
  }

  /** Only what is present. */
  get all(): Record<string, number> {
    const { series } = this.dictionary;
    const pairs = series.map(
      (described, column) => [seriesText(described), this.values[column] ?? Number.NaN] as const,
    );
    return Object.fromEntries(pairs.filter(([, value]) => !Number.isNaN(value)));
  }

  /** Undefined: absent. */
  value(series: string): number | undefined {
    return this.all[series];
  }
}

/** Instants for tests: so many seconds after the first. */
export const second = (seconds: number): Instant => ({
  monotonic: 1_000_000 + seconds * 1_000,
  wall: 1_795_000_000_000 + seconds * 1_000,
});
