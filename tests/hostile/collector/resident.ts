/** The resident agent's own code for what a collector says, without a socket: its session, its orders, and an executor behind them. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fakeClock } from '@fettle/agent/clock.fixture';
import { createOffsetEstimate } from '@fettle/agent/link/offset';
import { createMemoryOutbox } from '@fettle/agent/link/outbox';
import { createSession, type Session } from '@fettle/agent/link/session';
import { type Acting, startActing } from '@fettle/agent/runs/acting';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';
import { allBodies, maintenanceRoot } from '@fettle/shared/trust/maintenance.fixture';
import { transcript } from '@fettle/shared/trust/transcript';
import { examplePlace } from '../trust-scene.ts';
import type { Rig } from './rig.ts';

const identity = signerOf('collector');
/** The root that the link holds: its collector is one of the example's keys. */
const root = maintenanceRoot({ collectors: [toBase64(identity.publicKey)] });
const log = { level: 'error', error() {}, warn() {}, info() {}, debug() {} };

export class Resident implements Disposable {
  readonly clock = fakeClock(examplePlace.now);
  readonly data: string;
  /** By type, how often it was said. */
  readonly said: Record<string, number> = {};
  /** Messages that it does not know, sessions that ended, and what ended them that was no error of ours. */
  unknown = 0;
  sessions = 0;
  readonly crashes: string[] = [];
  /** The leases it was given, as it took them. */
  readonly watched: { readonly interval: number; readonly lease: number }[] = [];
  /** Bodies that the collector gives on request; the right ones, where nothing else is said. */
  bodies: (sha256: string) => Uint8Array = (sha256) => allBodies.get(sha256) ?? new Uint8Array();
  readonly #rig: Rig;
  readonly #acting: Acting;
  #session: Session | null = null;

  constructor(rig: Rig) {
    this.#rig = rig;
    this.data = mkdtempSync(join(dirname(rig.folder), 'fettle-hostile-'));
    this.#acting = startActing({
      data: this.data,
      device: examplePlace.device.id,
      open: rig.open,
      say: (message, most) => this.#session?.say(message, most) ?? 'down',
      root: () => root,
      statements: () => [],
      clock: this.clock,
      log,
      booted: () => 0,
      zone: () => 'UTC',
      hasten() {},
      changed() {},
    });
  }

  [Symbol.dispose](): void {
    this.#acting.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Bytes and files that it keeps of what it was sent. */
  get disk(): { readonly files: number; readonly bytes: number } {
    const all = readdirSync(this.data, { recursive: true, encoding: 'utf8' }).map((name) => join(this.data, name));
    const files = all.map((path) => statSync(path)).filter((one) => one.isFile());
    return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
  }

  get live(): boolean {
    return this.#session?.live ?? false;
  }

  /** Whatever the collector says, over a connection that is there: after one that ended, the next. */
  async hear(...messages: readonly (object | string)[]): Promise<void> {
    for (const message of messages) {
      if (!this.live) this.#connect();
      try {
        this.#session?.text(typeof message === 'string' ? message : JSON.stringify(message));
      } catch (error) {
        this.crashes.push(`${String(error)}: ${JSON.stringify(message).slice(0, 200)}`);
      }
    }
    await this.#rig.quiet();
  }

  /** Time goes by, and both sides go on talking. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 5_000) {
      this.clock.advance(Math.min(left, 5_000));
      await this.#rig.quiet();
    }
  }

  #connect(): void {
    this.sessions++;
    const wire = { buffered: 0, send: (data: string | Uint8Array) => this.#heard(data), close() {}, cut() {} };
    const session = createSession(wire, {
      identity: { device: examplePlace.device.id, signer: signerOf('device') },
      trust: { root: () => root, grant: () => 0, take: () => null },
      outbox: createMemoryOutbox(),
      offset: createOffsetEstimate(),
      clock: this.clock,
      log,
      interval: () => ({ interval: 10_000, watched: false }),
      facts: () => null,
      omitted: () => 0,
      leftOut: { upTo: 0 },
      heard: {
        orders: this.#acting,
        welcome() {},
        acknowledged() {},
        watch: ({ interval, lease }) => void this.watched.push({ interval, lease }),
        snapshot() {},
        logLevel() {},
        unknown: () => void this.unknown++,
        unsendable() {},
        refused() {},
        ended: ({ code, cause, message }) => {
          if (code === 'internal') this.crashes.push(`${message}: ${String(cause)}`);
        },
      },
    });
    this.#session = session;
    session.opened();
    this.#acting.restart();
  }

  #heard(data: string | Uint8Array): void {
    if (typeof data !== 'string') return;
    const message = JSON.parse(data) as FromAgent;
    this.said[message.type] = (this.said[message.type] ?? 0) + 1;
    const say = (answer: object) => queueMicrotask(() => this.#session?.text(JSON.stringify(answer)));
    if (message.type === 'hello') this.#challenge(message);
    if (message.type === 'ping') say({ type: 'pong', sent: message.sent, time: this.clock.wall() });
    if (message.type !== 'want') return;
    const bytes = this.bodies(message.sha256);
    say({
      type: 'blob',
      sha256: message.sha256,
      offset: 0,
      total: bytes.length,
      data: Buffer.from(bytes).toString('base64'),
    });
  }

  #challenge(hello: object): void {
    const unsigned = {
      type: 'challenge' as const,
      version: 1,
      nonce: toBase64(new Uint8Array(32)),
      identity: toBase64(identity.publicKey),
    };
    const signature = toBase64(identity.sign(transcript('collector', [hello, unsigned])));
    this.#session?.text(JSON.stringify({ ...unsigned, signature }));
    this.#session?.text(JSON.stringify({ type: 'welcome', time: this.clock.wall(), resume: 0 }));
  }
}
