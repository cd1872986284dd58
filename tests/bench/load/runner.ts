/** A device that does what signed orders say, without running anything: it verifies as an executor does and signs a receipt. */
import { createHash } from 'node:crypto';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { accept, type Held } from '@fettle/shared/trust/accept/accept';
import { canonicalBytes, parseCanonical } from '@fettle/shared/trust/canonical';
import { fingerprint } from '@fettle/shared/trust/chain';
import { payloadTypes, sign, unpack } from '@fettle/shared/trust/envelope';
import { readFresh } from '@fettle/shared/trust/fresh';
import { fromBase64 } from '@fettle/shared/trust/keys';
import { readRoot, type Root } from '@fettle/shared/trust/root';
import { readScript } from '@fettle/shared/trust/script';
import type { FreshStatement, ReceiptStatement } from '@fettle/shared/trust/statements';
import { deviceIdOf, signerOf } from '../../simulate/identity.ts';
import { fleetSeed } from './device.ts';

type Statement = Extract<FromCollector, { type: 'statement' }>;
type Say = (word: object) => void;

const output = Buffer.from('cleared 3 files\n');
const outputHash = createHash('sha256').update(output).digest('hex');
/** A root of one person makes devices wait for ten minutes before what is dangerous: they have. */
const waitedMs = 11 * 60_000;

export class Runner {
  readonly #index: number;
  readonly #failed: (why: string) => void;
  readonly #seen = new Set<string>();
  readonly #bodies = new Map<string, Uint8Array>();
  #root: Root | undefined;
  #fresh: FreshStatement | null = null;
  #waiting: Statement | undefined;
  #seq = 0;
  #previous: string | null = null;

  constructor(index: number, failed: (why: string) => void) {
    this.#index = index;
    this.#failed = failed;
  }

  begin(say: Say): void {
    const holds = { root: 0, rev: 0, fresh: 0, grant: 0, standing: [], executor: 'ready' };
    say({ type: 'holds', ...holds });
  }

  hear(message: FromCollector, say: Say): void {
    if (message.type === 'statement') this.#statement(message, say);
    else if (message.type === 'blob') {
      this.#bodies.set(message.sha256, fromBase64(message.data));
      if (this.#waiting) this.#run(this.#waiting, say);
    }
  }

  #statement(message: Statement, say: Say): void {
    const { payloadType } = message.envelope;
    const read = (type: keyof typeof payloadTypes) =>
      parseCanonical(unpack(message.envelope, payloadTypes[type]).payload);
    if (payloadType === payloadTypes.root) this.#root = readRoot(read('root'));
    else if (payloadType === payloadTypes.fresh) this.#fresh = readFresh(read('fresh'));
    else if (payloadType === payloadTypes.order) {
      const lacks = this.#lacks(message);
      if (lacks === undefined) return this.#run(message, say);
      this.#waiting = message;
      say({ type: 'want', sha256: lacks, offset: 0 });
    }
  }

  #lacks({ scripts = [] }: Statement): string | undefined {
    return scripts
      .map((one) => readScript(parseCanonical(unpack(one, payloadTypes.script).payload)).programs.linux?.sha256 ?? '')
      .find((hash) => !this.#bodies.has(hash));
  }

  #run(message: Statement, say: Say): void {
    this.#waiting = undefined;
    const { envelope, path = { index: 0, hashes: [] }, scripts = [] } = message;
    const verdict = accept(
      { kind: 'order', envelope, path, scripts, sealed: null, bodies: this.#bodies },
      this.#held(),
    );
    if (verdict.verdict !== 'accepted') return this.#failed(`an order was ${JSON.stringify(verdict)}`);
    const { id } = verdict.statement;
    if (this.#seen.has(id)) return this.#failed('an order came twice to be run');
    this.#seen.add(id);
    const now = Date.now();
    say({ type: 'progress', order: id, run: 1, state: 'running', step: 0, time: now });
    const receipt = this.#receipt(id, verdict.hash, now);
    say({ type: 'result', receipt, part: 0, parts: 1, data: output.toString('base64') });
  }

  #held(): Held {
    if (!this.#root) throw new Error('the collector sent no root');
    const now = Date.now();
    return {
      root: this.#root,
      revoke: null,
      fresh: this.#fresh,
      grant: null,
      device: { id: deviceIdOf(fleetSeed, this.#index), host: `made-${this.#index}`, platform: 'linux' },
      sealingKey: null,
      locked: false,
      floor: 0,
      now,
      boot: now - waitedMs,
      begun: [],
      seen: (order) => this.#seen.has(order),
      firstSight: () => now - waitedMs,
      history: () => null,
    };
  }

  #receipt(order: string, statement: string, now: number) {
    const step = { step: 0, program: null, name: 'bench@1', mode: 'run', outcome: 'done', exit: 0 } as const;
    const receipt: ReceiptStatement = {
      v: 1,
      tenant: this.#root?.tenant ?? '',
      device: deviceIdOf(fleetSeed, this.#index),
      seq: ++this.#seq,
      previous: this.#previous,
      kind: 'order',
      order,
      statement,
      run: 1,
      firing: null,
      started: now,
      ended: now,
      outcome: 'done',
      code: null,
      steps: [{ ...step, started: now, ended: now }],
      output: { sha256: outputHash, kept: output.length, total: output.length },
    };
    this.#previous = fingerprint(canonicalBytes(receipt));
    return sign(payloadTypes.receipt, receipt, [signerOf(fleetSeed, this.#index)]);
  }
}
