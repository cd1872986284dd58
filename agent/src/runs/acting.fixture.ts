/** For tests: all that acts, on a fake executor, a fake clock and a link that only notes what is said. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { FromAgent, StatementMessage } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { exampleRoot, signed } from '@fettle/shared/trust/example.fixture';
import type { StandingStatement } from '@fettle/shared/trust/statements';
import { fakeClock } from '../clock.fixture.ts';
import type { Said } from '../link/needs.ts';
import { type Acting, type ActingNeeds, startActing } from './acting.ts';
import { FakeExecutor } from './executor.fixture.ts';

export const idOf = (character: string) => character.repeat(26);
export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export function scriptOf(body: string): Envelope {
  const program = { interpreter: 'sh', sha256: hashOf(body), size: Buffer.byteLength(body) };
  return signed(
    'script',
    { v: 1, name: 'tidy', programs: { linux: program, macos: program, windows: program } },
    'ann',
  );
}

export function orderMessage(
  change: Record<string, unknown> = {},
  scripts: readonly Envelope[] = [],
): Static<typeof StatementMessage> {
  const order = {
    v: 1,
    id: idOf('a'),
    nbf: 0,
    exp: 1_900_000_000_000,
    action: { kind: 'reboot', notice: 0 },
    ...change,
  };
  return {
    type: 'statement',
    envelope: signed('order', order, 'ann'),
    path: { index: 0, hashes: [] },
    scripts: [...scripts],
  };
}

export class ActingWorld implements Disposable {
  readonly data = mkdtempSync(join(tmpdir(), 'fettle-acting-'));
  readonly clock = fakeClock();
  readonly executor = new FakeExecutor();
  said: FromAgent[] = [];
  readonly logged: string[] = [];
  link: Said = 'sent';
  booted = 0;
  hastened: { readonly interval: number; readonly lease: number }[] = [];
  acting: Acting;
  readonly #needs: ActingNeeds;

  constructor(prepare: (executor: FakeExecutor) => void = () => {}) {
    this.executor.now = () => this.clock.wall();
    prepare(this.executor);
    const note = (_details: object, text: string) => void this.logged.push(text);
    this.#needs = {
      data: this.data,
      device: 'd'.padEnd(27, '0'),
      open: this.executor.open,
      say: (message) => {
        if (this.link === 'sent') this.said.push(message);
        return this.link;
      },
      root: () => exampleRoot(),
      statements: () => [],
      clock: this.clock,
      log: { level: 'info', error: note, warn: note, info() {}, debug() {} },
      booted: () => this.booted,
      zone: () => 'Europe/Berlin',
      hasten: (interval, lease) => void this.hastened.push({ interval, lease }),
      changed() {},
    };
    this.acting = startActing(this.#needs);
  }

  /** As kill -9 and a new start: nothing but the disk is left. */
  async restart(): Promise<void> {
    this.acting.stop();
    await this.quiet();
    this.said = [];
    this.acting = startActing(this.#needs);
    this.acting.restart();
    await this.quiet();
  }

  /** Everything that needs no time has happened. */
  async quiet(): Promise<void> {
    for (let n = 0; n < 12; n++) await turn();
  }

  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.quiet();
  }

  ofType<Type extends FromAgent['type']>(type: Type): Extract<FromAgent, { type: Type }>[] {
    return this.said.filter((one): one is Extract<FromAgent, { type: Type }> => one.type === type);
  }

  async statement(message: Static<typeof StatementMessage>): Promise<void> {
    this.acting.statement(message);
    await this.quiet();
  }

  async blob(body: string, piece = body.length): Promise<void> {
    const bytes = Buffer.from(body);
    for (let offset = 0; offset < bytes.length; offset += piece) {
      const data = bytes.subarray(offset, offset + piece).toString('base64');
      this.acting.blob({ type: 'blob', sha256: hashOf(body), offset, total: bytes.length, data });
    }
    await this.quiet();
  }

  [Symbol.dispose](): void {
    this.acting.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}

export function standingOf(change: Partial<StandingStatement>): StandingStatement {
  return {
    v: 1,
    id: idOf('s'),
    version: 1,
    tenant: idOf('0'),
    root: 1,
    rev: 0,
    op: 'op',
    iat: 1_800_000_000_000,
    exp: 1_808_000_000_000,
    name: 'Keep it clean',
    trigger: { kind: 'clock', cron: '0 3 * * *', zone: 'UTC', jitter: 0, missed: 'skip' },
    selector: 'has site',
    steps: [],
    caps: { perHour: 4, coolDown: 300, bootGuard: 900, failures: 3 },
    class: 'change',
    reason: 'a test',
    enabled: true,
    ...change,
  };
}
