/**
 * The resident agent's side of maintenance: carries what the collector sends to the executor, and what came of it back. It verifies
 * nothing and runs nothing. Loaded only where there is something to carry.
 */
import { join } from 'node:path';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import type { ReceiptStatement, Root } from '@fettle/shared/trust/statements';
import type { Clock } from '../clock.ts';
import type { Answer, ExecutorState } from '../executor/wire.ts';
import type { OrdersListener, Said } from '../link/needs.ts';
import type { Log } from '../log.ts';
import { openBodies } from './bodies.ts';
import { type Courier, createCourier } from './courier.ts';
import { createExecutor, type Executor, type OpenChannel } from './executor-client.ts';
import { openShelf } from './folder.ts';
import { createHeld, type Held } from './held.ts';
import { runsFolder } from './history.ts';
import { createLine, type Line } from './line.ts';
import { createOrders } from './orders.ts';
import { payloadOf, signersIn } from './reading.ts';
import { openResults, type Results } from './results.ts';
import type { Trouble } from './trouble.ts';
import { createStandingShelf, type StandingShelf } from './standing-shelf.ts';

export interface RunsNeeds {
  readonly data: string;
  readonly open: OpenChannel;
  readonly say: (message: FromAgent, most: number) => Said;
  readonly root: () => Root;
  /** The chain of roots and the newest grant. */
  readonly statements: () => readonly Envelope[];
  readonly clock: Clock;
  readonly log: Log;
  readonly trouble: Trouble;
  /** The executor holds something else than before. */
  readonly changed: (state: ExecutorState) => void;
  /** Hashes of the bodies that standing orders may need. */
  readonly ahead: () => readonly string[];
  /** A receipt of a standing order is on disk. */
  readonly fired: (receipt: ReceiptStatement) => void;
}

export interface Runs extends OrdersListener {
  readonly held: Held;
  readonly line: Line;
  readonly results: Results;
  readonly courier: Courier;
  readonly executor: Executor;
  readonly standing: StandingShelf;
  /** Takes up what was left when the agent stopped. */
  start(): void;
  /** What an executor says while it runs something. @throws FettleError `data_unwritable` */
  heard(answer: Answer): void;
  /** The executor may have receipts that are not here. */
  behind(): void;
  /** There is a new connection. */
  restart(): void;
  stop(): void;
}

/** A statement that could not be handed on is tried again after so long. */
const keepAgainMs = 10_000;

/** @throws FettleError `data_unwritable` */
export function createRuns(needs: RunsNeeds): Runs {
  const { data, clock, log, root, trouble } = needs;
  const folder = runsFolder(data);
  const executor = createExecutor(needs.open, clock, log);
  const courier = createCourier(needs.say, clock);
  const results = openResults(data, courier, log);
  const standing = createStandingShelf(openShelf(join(folder, 'standing'), log));
  let isBehind = true;
  let forgotten = 0;
  let keeping = 0;
  let stopped = false;

  const held = createHeld({
    data,
    executor,
    statements: needs.statements,
    log,
    changed: needs.changed,
  });
  const bodies = openBodies({
    folder: join(folder, 'bodies'),
    clock,
    log,
    ask: (want) => courier.say('want', want),
    came: () => line.pump(),
  });
  const line = createLine({ executor, bodies, ready, ahead: needs.ahead, clock, trouble });
  const orders = createOrders({
    shelf: openShelf(join(folder, 'orders'), log),
    clock,
    log,
    tell: (progress) => courier.say(`progress ${progress.order}`, progress),
    heard,
    behind,
  });

  function heard(answer: Answer): void {
    if (answer.answer === 'output') {
      const { order, run, at, data: bytes } = answer;
      courier.output({ type: 'output', order, run, at, data: bytes });
    }
    if (answer.answer === 'receipt') takeReceipt(answer.receipt, answer.output);
  }

  function takeReceipt(receipt: Envelope, output: string): void {
    try {
      const statement = results.take(receipt, output, peopleOf);
      if (statement === null) return;
      const { order, kind, outcome, code } = statement;
      log.info({ order, kind, outcome, code }, 'a run is over');
      if (kind === 'standing') return needs.fired(statement);
      orders.done(order);
      line.drop(`order ${order}`);
    } catch (error) {
      // The executor still has it.
      behind();
      throw error;
    }
  }

  function peopleOf({ kind, order }: ReceiptStatement): readonly string[] {
    const envelope = kind === 'order' ? orders.envelope(order) : envelopeOf(held.state, order);
    return envelope === null ? [] : signersIn(envelope, root());
  }

  function behind(): void {
    isBehind = true;
  }

  /** The executor has what we have, and we have what it has. */
  async function ready(): Promise<boolean> {
    if ((await held.agree()) !== null) return false;
    if (isBehind) {
      isBehind = false;
      const end = await executor.ask({ ask: 'receipts', after: results.last }, heard);
      if (end !== null) behind();
      if (isBehind) return false;
    }
    if (results.forgettable > forgotten) {
      const upTo = results.forgettable;
      if ((await executor.ask({ ask: 'forget', upTo })) === null) forgotten = upTo;
    }
    return true;
  }

  /** A revocation must not be lost because an executor is busy with what an agent before this one asked. */
  async function keep(envelope: Envelope, attempts = 60): Promise<void> {
    keeping++;
    try {
      const end = await held.keep(envelope);
      if (end !== null) {
        log.warn({ code: end }, 'the executor could not be given a statement');
        if (attempts > 0 && !stopped) clock.after(keepAgainMs, () => void keep(envelope, attempts - 1));
      }
    } catch (error) {
      trouble.tell(error, 'What the executor holds could not be noted');
    }
    keeping--;
    // Not before: what comes with a standing order is here before the executor holds it.
    if (keeping === 0 && held.state !== null) standing.prune(held.state);
    line.pump();
  }

  return {
    held,
    line,
    results,
    courier,
    executor,
    standing,
    heard,
    behind,
    statement(message) {
      const envelope = message.envelope as Envelope;
      try {
        if (envelope.payloadType === payloadTypes.order) {
          const task = orders.take(message);
          if (task !== null) line.add(task);
          return;
        }
        if (envelope.payloadType === payloadTypes.standing) standing.take(message);
      } catch (error) {
        // What cannot be kept is not taken: the collector sends it again.
        return trouble.tell(error, 'A statement could not be kept');
      }
      void keep(envelope);
    },
    blob(blob) {
      try {
        bodies.take(blob);
      } catch (error) {
        trouble.tell(error, 'A script could not be kept');
      }
    },
    kept(kept) {
      try {
        results.kept(kept);
      } catch (error) {
        trouble.tell(error, 'That a result is kept could not be noted');
      }
    },
    start() {
      // Those whose receipt came right before the end.
      for (const { kind, order } of results.history) if (kind === 'order') orders.done(order);
      for (const task of orders.tasks()) line.add(task);
    },
    restart() {
      courier.restart();
      orders.restart();
      results.restart();
      bodies.restart();
      line.pump();
    },
    stop() {
      stopped = true;
      line.stop();
      bodies.stop();
      courier.stop();
      executor.close();
    },
  };
}

function envelopeOf(state: ExecutorState | null, standing: string): Envelope | null {
  return state?.inForce.find((one) => payloadOf(one)?.['id'] === standing) ?? null;
}
