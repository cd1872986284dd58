/** Answers what it is asked. One run at a time, whoever asks; each is verified here, whatever was verified before. */
import { accept } from '@fettle/shared/trust/accept/accept';
import type { Held, Question } from '@fettle/shared/trust/accept/question';
import { fingerprint } from '@fettle/shared/trust/chain';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { isStopped, judged } from '@fettle/shared/trust/firings';
import { type OrderStatement, readOrder } from '@fettle/shared/trust/order';
import { readFiring } from '@fettle/shared/trust/receipt';
import type { Folder } from './folder.ts';
import { inForce, keepStatement } from './keep-statements.ts';
import { type About, writeReceipt } from './receipts.ts';
import { prune } from './recover.ts';
import { type Accepted, type Ports, runAccepted, type Tell } from './run-accepted.ts';
import { heldBy, type Stand, standOf } from './stand.ts';
import type { Ask, ExecutorState } from './wire.ts';

export type { Ports } from './run-accepted.ts';

type AskOf<Kind extends Ask['ask']> = Extract<Ask, { readonly ask: Kind }>;

/** Refusals of what nobody vouches for: there is no order to write a receipt of. */
const unsigned = /^(?:size|b64|type|key|signature|key-expired|json|canonical|fields|version)$/;
/** Refusals by which what runs is ended, when trust has changed meanwhile. */
const ending = /^(?:revoked|key|quorum)$/;
/** Receipts that wait for the collector: beyond, refusals are told without one. */
const mostReceipts = 500;

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
    const folder = this.#folder;
    if (ask.ask === 'order' || ask.ask === 'fire') {
      const mine = this.#turn.then(() => this.#asked(ask, tell));
      this.#turn = mine.catch(() => null);
      return mine;
    }
    if (ask.ask === 'keep') await tell({ answer: 'kept', codes: this.#codes.get(ask) ?? [], state: this.#state() });
    if (ask.ask === 'state') await tell({ answer: 'state', state: this.#state() });
    if (ask.ask === 'receipts')
      for (const seq of folder.receipts.filter((one) => one > ask.after)) await this.#tellReceipt(seq, tell);
    if (ask.ask === 'forget') folder.forget(ask.upTo);
    if (ask.ask !== 'judged') return null;
    const firings = folder.standing.get(ask.standing);
    if (firings === undefined) return 'standing_unknown';
    folder.keepStanding(ask.standing, judged(firings, ask.run, ask.cleared));
    return null;
  }

  #keep(envelopes: readonly Envelope[]): (string | null)[] {
    const codes = envelopes.map((one) => keepStatement(this.#folder, this.#ports.clock, () => this.#held(), one));
    const held = this.#held();
    if (this.#running !== null && held !== null) {
      const anew = { ...held, seen: () => false, history: () => null, begun: [], locked: false };
      const verdict = accept(this.#running.question, anew);
      if (verdict.verdict === 'refused' && ending.test(verdict.code)) this.stop();
    }
    return codes;
  }

  #held(stand: Stand | null = standOf(this.#folder)): Held | null {
    return stand === null ? null : heldBy(stand, this.#folder, this.#ports.clock, this.#ports.platform);
  }

  #state(): ExecutorState {
    const held = this.#held();
    const until = held === null ? 0 : Math.min(held.fresh?.until ?? 0, held.root.expires);
    const standing = [...this.#folder.standing].map(([id, one]) => {
      return { id, version: one.statement.version, stopped: isStopped(one) };
    });
    return {
      root: held?.root.version ?? 0,
      rev: held?.revoke?.version ?? 0,
      fresh: held !== null && Math.max(held.now, held.floor) < until ? until : 0,
      grant: held?.grant?.version ?? 0,
      locked: held?.locked ?? false,
      standing,
      inForce: held === null ? [] : inForce(this.#folder, held),
      seq: this.#folder.receipts.at(-1) ?? 0,
    };
  }

  async #asked(ask: AskOf<'order'> | AskOf<'fire'>, tell: Tell): Promise<string | null> {
    const stand = standOf(this.#folder);
    const held = this.#held(stand);
    if (stand === null || held === null) return 'not_pinned';
    return ask.ask === 'order' ? this.#order(ask, stand, held, tell) : this.#fire(ask, stand, held, tell);
  }

  async #order(ask: AskOf<'order'>, stand: Stand, held: Held, tell: Tell): Promise<string | null> {
    const { envelope, path } = ask;
    const question = { kind: 'order', envelope, path, ...besideOf(ask) } as const;
    const verdict = accept(question, held);
    if (verdict.verdict === 'refused') return this.#refuse(stand, envelope, verdict.code, tell);
    const { id, exp } = orderIn(envelope);
    if (verdict.verdict === 'waiting') return this.#wait(id, verdict.hash, verdict.until, held, tell);
    const about: About = { kind: 'order', order: id, statement: verdict.hash, run: 1, firing: null };
    if (verdict.job?.kind === 'agent-update') return this.#refused(stand, about, 'unsupported', tell);
    return this.#run(stand, about, exp, verdict, question, tell);
  }

  async #fire(ask: AskOf<'fire'>, stand: Stand, held: Held, tell: Tell): Promise<string | null> {
    const firings = this.#folder.standing.get(ask.standing);
    if (firings === undefined) return 'standing_unknown';
    const firing = readFiring(ask.firing);
    const question = { kind: 'firing', envelope: firings.envelope, firing, ...besideOf(ask) } as const;
    const verdict = accept(question, held);
    // Who asks does so again and again while a rule is broken: there are no receipts of that.
    if (verdict.verdict === 'refused') return verdict.code;
    const { id, exp } = firings.statement;
    if (verdict.verdict === 'waiting') return this.#wait(id, verdict.hash, verdict.until, held, tell);
    const about: About = { kind: 'standing', order: id, statement: verdict.hash, run: firings.count + 1, firing };
    return this.#run(stand, about, exp, verdict, question, tell);
  }

  async #wait(order: string, hash: string, until: number, held: Held, tell: Tell): Promise<null> {
    if (held.firstSight(hash) === null) this.#folder.note('sights', hash, held.now);
    await tell({ answer: 'waiting', order, until, code: 'solo' });
    return null;
  }

  async #refuse(stand: Stand, envelope: Envelope, code: string, tell: Tell): Promise<string | null> {
    if (unsigned.test(code)) return code;
    const { id, nbf } = orderIn(envelope);
    if (code === 'nbf') {
      await tell({ answer: 'waiting', order: id, until: nbf, code });
      return null;
    }
    if (code === 'replay') {
      const seq = this.#folder.intents.get(id)?.receipt ?? 0;
      return (await this.#tellReceipt(seq, tell)) ? null : code;
    }
    const statement = fingerprint(new Uint8Array(Buffer.from(envelope.payload, 'base64')));
    return this.#refused(stand, { kind: 'order', order: id, statement, run: 1, firing: null }, code, tell);
  }

  /** With a receipt, one for each reason: it may be accepted yet, as when trust is fresh again. */
  async #refused(stand: Stand, about: About, code: string, tell: Tell): Promise<string | null> {
    const key = `${about.order}:${code}`;
    const { refusals } = this.#folder.notes();
    if (Object.hasOwn(refusals, key)) return (await this.#tellReceipt(refusals[key] ?? 0, tell)) ? null : code;
    if (this.#folder.receipts.length >= mostReceipts) return code;
    const now = this.#ports.clock.now();
    const seq = writeReceipt(this.#folder, stand, about, {
      outcome: 'refused',
      code,
      steps: [],
      started: now,
      ended: now,
    });
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
    if (verdict.job === null || question.kind === 'standing') return 'fields';
    const stop = new AbortController();
    this.#running = { question, stop };
    try {
      const asked = { about, exp, job: verdict.job, bodies: question.bodies, floor: verdict.floor };
      const seq = await runAccepted(this.#folder, stand, asked, stop.signal, this.#ports, tell);
      if (seq === null) return 'replay';
      await this.#tellReceipt(seq, tell);
      return null;
    } finally {
      this.#running = null;
      prune(this.#folder);
    }
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
  const bodies = Object.entries(blobs).map(
    ([hash, body]) => [hash, new Uint8Array(Buffer.from(body, 'base64'))] as const,
  );
  return { scripts, sealed, bodies: new Map(bodies) };
}
