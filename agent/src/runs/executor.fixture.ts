/** For tests: an executor that speaks the wire and runs nothing. Its receipts are chained and kept as the real one's. */
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signed } from '@fettle/shared/trust/example.fixture';
import type { Firing, ReceiptStatement, RunOutcome, StandingStatement } from '@fettle/shared/trust/statements';
import type { Answer, Ask, ExecutorState } from '../executor/wire.ts';
import type { ChannelEvents, OpenChannel } from './executor-client.ts';
import { payloadOf } from './reading.ts';

type Run = Extract<Ask, { readonly ask: 'order' | 'fire' }>;
/** What becomes of an order or firing: an outcome with its output, an end without a receipt, later, nothing at all, or death. */
export type Fate =
  | { readonly outcome: RunOutcome; readonly output?: string }
  | { readonly end: string }
  | { readonly until: number }
  | 'hang'
  | 'die'
  /** It ran, and its receipt is kept; whoever asked hears nothing of it. */
  | 'die-after';

export class FakeExecutor {
  readonly asks: Ask[] = [];
  /** What was run, by order or standing order: the oracle. */
  readonly ran: string[] = [];
  readonly receipts: { readonly receipt: Envelope; readonly output: string }[] = [];
  readonly judged: { readonly run: number; readonly cleared: boolean }[] = [];
  held: ExecutorState = {
    root: 1,
    rev: 0,
    fresh: 0,
    grant: 0,
    locked: false,
    standing: [],
    inForce: [],
    seq: 0,
  };
  fate: (ask: Run) => Fate = () => ({ outcome: 'done' });
  now: () => number = () => 0;
  #channels = new Set<ChannelEvents>();
  #counts = new Map<string, number>();
  forgotten = 0;
  /** As another process has its folder. */
  isBusy = false;

  get open(): OpenChannel {
    return (events) => {
      this.#channels.add(events);
      const isOpen = () => this.#channels.has(events);
      const tell = (answer: Answer) => queueMicrotask(() => isOpen() && events.line(JSON.stringify(answer)));
      return {
        send: (line) => this.#take(JSON.parse(line) as Ask, tell, events),
        close: () => this.#channels.delete(events),
        cut: () => this.#channels.delete(events),
      };
    };
  }

  get connections(): number {
    return this.#channels.size;
  }

  runs(kind: Run['ask']): Run[] {
    return this.asks.filter((ask): ask is Run => ask.ask === kind);
  }

  /** In force from the next word on. */
  stand(...orders: readonly StandingStatement[]): void {
    const inForce = orders.map((order) => signed('standing', order, 'ann', 'ben'));
    const standing = orders.map(({ id, version }) => ({ id, version, stopped: false }));
    this.held = { ...this.held, inForce, standing };
  }

  #take(ask: Ask, tell: (answer: Answer) => void, events: ChannelEvents): void {
    this.asks.push(ask);
    const end = (error: string | null = null) => tell({ answer: 'end', error });
    if (this.isBusy) return end('busy');
    switch (ask.ask) {
      case 'state':
        tell({ answer: 'state', state: this.held });
        return end();
      case 'keep':
        tell({ answer: 'kept', codes: ask.envelopes.map(() => null), state: this.held });
        return end();
      case 'receipts':
        for (const [place, one] of this.receipts.entries()) if (place >= ask.after) tell({ answer: 'receipt', ...one });
        return end();
      case 'forget':
        this.forgotten = ask.upTo;
        return end();
      case 'judged':
        this.judged.push({ run: ask.run, cleared: ask.cleared });
        return end();
      case 'stop':
        return end();
      case 'order':
      case 'fire':
        return this.#run(ask, tell, end, events);
    }
  }

  #run(ask: Run, tell: (answer: Answer) => void, end: (error?: string | null) => void, events: ChannelEvents): void {
    const order = ask.ask === 'fire' ? ask.standing : String(payloadOf(ask.envelope)?.['id']);
    const kind = ask.ask === 'fire' ? 'standing' : 'order';
    const fate = kind === 'order' && this.#counts.has(order) ? { end: 'replay' } : this.fate(ask);
    const die = () => queueMicrotask(() => this.#channels.delete(events) && events.closed('killed'));
    if (fate === 'hang') return;
    if (fate === 'die') return die();
    if (fate !== 'die-after' && 'end' in fate) return end(fate.end);
    if (fate !== 'die-after' && 'until' in fate) {
      tell({ answer: 'waiting', order, until: fate.until, code: 'solo' });
      return end();
    }
    const run = (this.#counts.get(order) ?? 0) + 1;
    this.#counts.set(order, run);
    this.ran.push(order);
    const { outcome, output = '' } = fate === 'die-after' ? ({ outcome: 'done' } as const) : fate;
    const firing = ask.ask === 'fire' ? ask.firing : null;
    const made = this.#receipt({ kind, order, run, firing, outcome }, output);
    if (fate === 'die-after') return die();
    tell({ answer: 'began', order, run });
    tell({ answer: 'step', order, run, step: 0 });
    if (output !== '') tell({ answer: 'output', order, run, at: 0, data: Buffer.from(output).toString('base64') });
    tell({ answer: 'receipt', ...made });
    end();
  }

  #receipt(
    about: Pick<ReceiptStatement, 'kind' | 'order' | 'run' | 'outcome'> & { readonly firing: Firing | null },
    output: string,
  ) {
    const seq = this.receipts.length + 1;
    const now = this.now();
    const statement = {
      v: 1,
      seq,
      ...about,
      started: now,
      ended: now,
      code: null,
      steps: [{ step: 0, name: 'tidy@1' }],
    };
    const made = { receipt: signed('receipt', statement, 'device'), output: Buffer.from(output).toString('base64') };
    this.receipts.push(made);
    this.held = { ...this.held, seq };
    return made;
  }
}
