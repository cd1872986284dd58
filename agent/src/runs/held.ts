/** What the executor holds, as it said last; and how statements come to it. */
import { join } from 'node:path';
import type { Holds } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import type { Root } from '@fettle/shared/trust/statements';
import { writeDurably } from '../durable-file.ts';
import type { ExecutorState } from '../executor/wire.ts';
import type { Log } from '../log.ts';
import type { AskEnd, Executor } from './executor-client.ts';
import { readJson } from './folder.ts';
import { runsFolder } from './history.ts';
import { payloadOf } from './reading.ts';

const heldFile = 'executor.json';

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
  const path = join(runsFolder(data), heldFile);
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

/** Null: there was never anything to ask an executor. */
export function readHeld(data: string): ExecutorState | null {
  return readJson(join(runsFolder(data), heldFile)) as ExecutorState | null;
}

export type Readiness = Static<typeof Holds>['executor'];

/**
 * Whether this machine may be acted on.
 * @param may whether this agent has an executor at all
 * @param now wall clock, ms
 */
export function readinessOf(state: ExecutorState | null, root: Root, may: boolean, now: number): Readiness {
  if (state?.locked === true) return 'locked';
  if (!may || root.roles.operator.keys.length === 0) return 'off';
  return state === null || state.fresh <= now ? 'stale' : 'ready';
}

/** What the collector is told of it. */
export function holdsOf(
  state: ExecutorState | null,
  { root, grant }: { readonly root: Root; readonly grant: number },
  may: boolean,
  now: number,
): Static<typeof Holds> {
  return {
    type: 'holds',
    root: root.version,
    rev: state?.rev ?? 0,
    fresh: state?.fresh ?? 0,
    grant,
    standing: (state?.standing ?? []).map(({ id, version }) => ({ id, version })),
    executor: readinessOf(state, root, may, now),
  };
}
