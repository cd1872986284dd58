/** What the executor holds, as it said last; and how statements come to it. */
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { writeDurably } from '../durable-file.ts';
import type { ExecutorState } from '../executor/wire.ts';
import type { Log } from '../log.ts';
import type { AskEnd, Executor } from './executor-client.ts';
import { heldPath, readHeld } from './holds.ts';
import { payloadOf } from './reading.ts';

export interface Held {
  /** Null: it was never asked. */
  readonly state: ExecutorState | null;
  /** Hands a statement on. @returns null, or why it could not be asked */
  keep(envelope: Envelope): Promise<AskEnd>;
  /** Once in this process's life, or after a new root or grant: the executor gets what the agent has of them. */
  agree(): Promise<AskEnd>;
  /** Asks it anew. */
  look(): Promise<AskEnd>;
}

interface Needs {
  readonly data: string;
  readonly executor: Pick<Executor, 'ask'>;
  /** The chain of roots and the newest grant, as the agent has them. */
  readonly statements: () => readonly Envelope[];
  readonly changed: (state: ExecutorState) => void;
  readonly log: Log;
}

export function createHeld({ data, executor, statements, changed, log }: Needs): Held {
  const path = heldPath(data);
  let state = readHeld(data);
  let agreed = false;

  function told(next: ExecutorState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    writeDurably(path, JSON.stringify(next), 0o644);
    changed(next);
  }

  async function keep(envelopes: readonly Envelope[]): Promise<AskEnd> {
    return executor.ask({ ask: 'keep', envelopes }, (answer) => {
      if (answer.answer !== 'kept') return;
      for (const [place, code] of answer.codes.entries()) {
        const kind = envelopes[place]?.payloadType;
        if (code === null) log.info({ kind }, 'the executor keeps a statement');
        else log.warn({ kind, code }, 'the executor refused a statement');
      }
      told(answer.state);
    });
  }

  async function look(): Promise<AskEnd> {
    return executor.ask({ ask: 'state' }, (answer) => {
      if (answer.answer === 'state') told(answer.state);
    });
  }

  async function agree(): Promise<AskEnd> {
    if (agreed) return null;
    const end = await look();
    if (end !== null) return end;
    const newer = statements().filter((envelope) => isNewer(envelope, state));
    agreed = true;
    return newer.length === 0 ? null : keep(newer);
  }

  return {
    get state() {
      return state;
    },
    async keep(envelope) {
      const isOurs = [payloadTypes.root, payloadTypes.grant].some((type) => type === envelope.payloadType);
      // What the agent keeps itself comes in its order, from there.
      if (isOurs) agreed = false;
      const end = await agree();
      return end !== null || isOurs ? end : keep([envelope]);
    },
    agree,
    look,
  };
}

function isNewer(envelope: Envelope, state: ExecutorState | null): boolean {
  const version = payloadOf(envelope)?.['version'];
  const has = envelope.payloadType === payloadTypes.root ? state?.root : state?.grant;
  return typeof version === 'number' && version > (has ?? 0);
}
