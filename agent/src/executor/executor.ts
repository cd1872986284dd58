/** Answers what it is asked. One run at a time, whoever asks; each is verified here, whatever was verified before. */
import { randomBytes } from 'node:crypto';
import { accept } from '@fettle/shared/trust/accept/accept';
import type { Held, Job, Question, Verdict } from '@fettle/shared/trust/accept/question';
import { fingerprint } from '@fettle/shared/trust/chain';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { type OrderStatement, readOrder } from '@fettle/shared/trust/order';
import { type Firing, readFiring } from '@fettle/shared/trust/receipt';
import type { Clock } from './clock.ts';
import type { Folder, Intent } from './folder.ts';
import { inForce, keepStatement } from './keep-statements.ts';
import { mostOutput } from './kept-output.ts';
import { outcomeOfSteps } from './outcome.ts';
import type { Platform } from './platform/platform.ts';
import { type About, type Outcome, writeReceipt } from './receipts.ts';
import { finish, prune } from './recover.ts';
import { type Moment, runJob } from './run-action.ts';
import { heldBy, type Stand, standOf } from './stand.ts';
import { begun, ended, isStopped, judged } from './standing.ts';
import type { Answer, Ask, ExecutorState } from './wire.ts';

export interface Ports {
  readonly clock: Clock;
  readonly platform: Platform;
  /** How long after the first word to a program the last one comes, ms. */
  readonly grace: { readonly timeout: number; readonly stop: number };
  readonly at: (moment: Moment) => void;
}

export type Tell = (answer: Answer) => Promise<void>;
type AskOf<Kind extends Ask['ask']> = Extract<Ask, { readonly ask: Kind }>;
type Accepted = Extract<Verdict, { readonly verdict: 'accepted' }>;

/** Refusals of what nobody vouches for: there is no order to write a receipt of. */
const unsigned = new Set([
  'size',
  'b64',
  'type',
  'key',
  'signature',
  'key-expired',
  'json',
  'canonical',
  'fields',
  'version',
]);
/** Receipts that wait for the collector: beyond, refusals are told without one; of output little is kept beyond so many bytes. */
const most = { receipts: 500, outputBytes: 67_108_864 } as const;
const piece = 16_384;
const nothing = { bytes: Buffer.alloc(0), total: 0 };

export class Executor {
  readonly #folder: Folder;
  readonly #ports: Ports;
  #running: { readonly question: Question; readonly stop: AbortController } | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Of asks that were done before their turn. */
  readonly #codes = new WeakMap<Ask, readonly (string | null)[]>();

  constructor(folder: Folder, ports: Ports) {
    this.#folder = folder;
    this.#ports = ports;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** When nothing runs any more. */
  async quiet(): Promise<void> {
    await this.#turn;
  }

  /** Ends what runs. */
  stop(): void {
    this.#running?.stop.abort();
  }

  /** What cannot wait for the end of a run: to stop it, and statements, which may be about it. */
  ahead(ask: Ask): void {
    if (ask.ask === 'stop') this.stop();
    if (ask.ask === 'keep') this.#codes.set(ask, this.#keep(ask.envelopes));
  }

  /** @returns the `error` of the ask's end */
  async answer(ask: Ask, tell: Tell): Promise<string | null> {
    try {
      return await this.#answer(ask, tell);
    } catch (error) {
      if (error instanceof Error && 'code' in error && 'syscall' in error) return 'disk';
      if (error instanceof TrustError) return error.code;
      throw error;
    }
  }

  async #answer(ask: Ask, tell: Tell): Promise<string | null> {
    switch (ask.ask) {
      case 'order':
        return this.#alone(() => this.#order(ask, tell));
      case 'fire':
        return this.#alone(() => this.#fire(ask, tell));
      case 'keep':
        await tell({ answer: 'kept', codes: this.#codes.get(ask) ?? this.#keep(ask.envelopes), state: this.#state() });
        return null;
      case 'state':
        await tell({ answer: 'state', state: this.#state() });
        return null;
      case 'receipts':
        for (const seq of this.#folder.receipts()) if (seq > ask.after) await this.#tellReceipt(seq, tell);
        return null;
      case 'forget':
        this.#folder.forget(ask.upTo);
        return null;
      case 'judged':
        return this.#judged(ask);
      case 'stop':
      default:
        // A stop was done ahead.
        return null;
    }
  }

  async #alone(work: () => Promise<string | null>): Promise<string | null> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => null);
    return mine;
  }

  #keep(envelopes: readonly Envelope[]): (string | null)[] {
    const { clock } = this.#ports;
    const codes = envelopes.map((one) => keepStatement(this.#folder, clock, () => this.#held(), one));
    // A revocation, or a root without its signer, may be about what runs.
    const held = this.#held();
    if (this.#running !== null && held !== null) {
      const anew = { ...held, seen: () => false, history: () => null, begun: [], locked: false };
      const verdict = accept(this.#running.question, anew);
      if (verdict.verdict === 'refused' && ['revoked', 'key', 'quorum'].includes(verdict.code)) this.stop();
    }
    return codes;
  }

  #held(stand: Stand | null = standOf(this.#folder)): Held | null {
    return stand === null ? null : heldBy(stand, this.#folder, this.#ports.clock, this.#ports.platform);
  }

  #state(): ExecutorState {
    const held = this.#held();
    const standing = [...this.#folder.standing()];
    const until = held === null ? 0 : Math.min(held.fresh?.until ?? 0, held.root.expires);
    return {
      root: held?.root.version ?? 0,
      rev: held?.revoke?.version ?? 0,
      fresh: held !== null && Math.max(held.now, held.floor) < until ? until : 0,
      grant: held?.grant?.version ?? 0,
      locked: held?.locked ?? false,
      standing: standing.map(([id, one]) => ({ id, version: one.statement.version, stopped: isStopped(one) })),
      inForce: held === null ? [] : inForce(this.#folder, held),
      seq: this.#folder.receipts().at(-1) ?? 0,
    };
  }

  async #order(ask: AskOf<'order'>, tell: Tell): Promise<string | null> {
    const stand = standOf(this.#folder);
    const held = this.#held(stand);
    if (stand === null || held === null) return 'not_pinned';
    const { envelope, path } = ask;
    const question: Question = { kind: 'order', envelope, path, ...besideOf(ask) };
    const verdict = accept(question, held);
    if (verdict.verdict === 'refused') return this.#refuse(stand, envelope, verdict.code, tell);
    const statement = orderIn(envelope);
    if (verdict.verdict === 'waiting') return this.#wait(statement.id, verdict.hash, verdict.until, held, tell);
    const about: About = { kind: 'order', order: statement.id, statement: verdict.hash, run: 1, firing: null };
    if (verdict.job?.kind === 'agent-update') return this.#refused(stand, about, 'unsupported', tell);
    return this.#run(stand, about, statement.exp, verdict, question, tell);
  }

  async #fire(ask: AskOf<'fire'>, tell: Tell): Promise<string | null> {
    const stand = standOf(this.#folder);
    const held = this.#held(stand);
    if (stand === null || held === null) return 'not_pinned';
    const standing = this.#folder.standing().get(ask.standing);
    if (standing === undefined) return 'standing_unknown';
    const firing: Firing = readFiring(ask.firing);
    const question: Question = { kind: 'firing', envelope: standing.envelope, firing, ...besideOf(ask) };
    const verdict = accept(question, held);
    // Who asks does so again and again while a rule is broken: there are no receipts of that.
    if (verdict.verdict === 'refused') return verdict.code;
    const { id, exp } = standing.statement;
    if (verdict.verdict === 'waiting') return this.#wait(id, verdict.hash, verdict.until, held, tell);
    const about: About = { kind: 'standing', order: id, statement: verdict.hash, run: standing.count + 1, firing };
    return this.#run(stand, about, exp, verdict, question, tell);
  }

  async #wait(order: string, hash: string, until: number, held: Held, tell: Tell): Promise<null> {
    if (held.firstSight(hash) === null) this.#folder.note('sights', hash, held.now);
    await tell({ answer: 'waiting', order, until, code: 'solo' });
    return null;
  }

  async #refuse(stand: Stand, envelope: Envelope, code: string, tell: Tell): Promise<string | null> {
    if (unsigned.has(code)) return code;
    const { id, nbf } = orderIn(envelope);
    if (code === 'nbf') {
      await tell({ answer: 'waiting', order: id, until: nbf, code });
      return null;
    }
    if (code === 'replay') {
      const seq = this.#folder.intents().get(id)?.receipt ?? null;
      return seq !== null && (await this.#tellReceipt(seq, tell)) ? null : code;
    }
    const statement = fingerprint(new Uint8Array(Buffer.from(envelope.payload, 'base64')));
    return this.#refused(stand, { kind: 'order', order: id, statement, run: 1, firing: null }, code, tell);
  }

  /** With a receipt, one for each reason: it may be accepted yet, as when trust is fresh again. */
  async #refused({ pin, kept }: Stand, about: About, code: string, tell: Tell): Promise<string | null> {
    const key = `${about.order}:${code}`;
    const { refusals } = this.#folder.notes();
    if (Object.hasOwn(refusals, key)) return (await this.#tellReceipt(refusals[key] ?? 0, tell)) ? null : code;
    if (this.#folder.receipts().length >= most.receipts) return code;
    const now = this.#ports.clock.now();
    const outcome: Outcome = { outcome: 'refused', code, steps: [], started: now, ended: now };
    const seq = writeReceipt(this.#folder, pin, kept.root.tenant, about, outcome, nothing);
    this.#folder.note('refusals', key, seq);
    await this.#tellReceipt(seq, tell);
    return null;
  }

  async #run(
    stand: Stand,
    about: About,
    exp: number,
    verdict: Accepted,
    question: Question,
    tell: Tell,
  ): Promise<string | null> {
    const { clock, at } = this.#ports;
    const { job } = verdict;
    if (job === null || question.kind === 'standing') return 'fields';
    const stop = new AbortController();
    const intent: Intent = {
      ...about,
      exp,
      started: clock.now(),
      cookie: randomBytes(16).toString('hex'),
      receipt: null,
    };
    at('before-intent');
    this.#folder.keep({ ...stand.kept, floor: verdict.floor });
    try {
      this.#folder.begin(intent);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'replay';
      throw error;
    }
    at('after-intent');
    this.#running = { question, stop };
    try {
      if (about.firing !== null)
        this.#change(about.order, (one) => begun(one, about.firing as Firing, about.run, intent.started));
      const seq = await this.#runIntent(stand, intent, job, question.bodies, stop.signal, tell);
      await this.#tellReceipt(seq, tell);
      return null;
    } finally {
      this.#running = null;
      prune(this.#folder);
    }
  }

  async #runIntent(
    { pin, kept }: Stand,
    intent: Intent,
    job: Job,
    bodies: ReadonlyMap<string, Uint8Array>,
    stop: AbortSignal,
    tell: Tell,
  ): Promise<number> {
    const { clock, platform, grace, at } = this.#ports;
    const { order, run, cookie } = intent;
    const folder = this.#folder;
    let shown = 0;
    // Nobody waits for who looks on.
    void tell({ answer: 'began', order, run });
    const room = folder.outputBytes < most.outputBytes ? mostOutput : 4_096;
    const { steps, output } = await runJob(job, bodies, {
      clock,
      platform,
      folder: folder.run,
      cookie,
      stop,
      grace,
      at,
      room,
      began: (step) => void tell({ answer: 'step', order, run, step }),
      live(bytes) {
        for (let from = 0; from < bytes.length && shown < room; from += piece) {
          const part = bytes.subarray(from, from + piece);
          void tell({ answer: 'output', order, run, at: shown, data: part.toString('base64') });
          shown += part.length;
        }
      },
    });
    at('before-receipt');
    const outcome = outcomeOfSteps(steps);
    const now = Math.max(clock.now(), intent.started);
    const told: Outcome = { outcome, code: null, steps, started: intent.started, ended: now };
    const seq = writeReceipt(folder, pin, kept.root.tenant, intent, told, {
      bytes: output.bytes(),
      total: output.total,
    });
    at('after-receipt');
    if (intent.kind === 'standing') this.#change(order, (one) => ended(one, run, outcome, now));
    finish(folder, intent, seq);
    at('after-end');
    return seq;
  }

  #judged({ standing, run, cleared }: AskOf<'judged'>): string | null {
    if (!this.#folder.standing().has(standing)) return 'standing_unknown';
    this.#change(standing, (one) => judged(one, run, cleared));
    return null;
  }

  #change(id: string, change: (one: Parameters<typeof begun>[0]) => Parameters<typeof begun>[0]): void {
    const standing = this.#folder.standing().get(id);
    if (standing !== undefined) this.#folder.keepStanding(id, change(standing));
  }

  /** @returns whether it is still there */
  async #tellReceipt(seq: number, tell: Tell): Promise<boolean> {
    const stored = this.#folder.receipt(seq);
    if (stored !== null) await tell({ answer: 'receipt', ...stored });
    return stored !== null;
  }
}

/** @throws TrustError */
function orderIn(envelope: Envelope): OrderStatement {
  return readOrder(JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8')));
}

function besideOf({ scripts, sealed, blobs }: AskOf<'order'> | AskOf<'fire'>) {
  const bodies = new Map(
    Object.entries(blobs).map(([hash, body]) => [hash, new Uint8Array(Buffer.from(body, 'base64'))]),
  );
  return { scripts, sealed, bodies };
}
