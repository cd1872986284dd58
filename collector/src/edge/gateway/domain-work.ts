/** What agents say of their orders, over the domain's verbs: many at once, within bounds, each for its own device alone. */
import { FettleError } from '@fettle/shared/errors';
import type { LiveOutput } from '@fettle/shared/api/live';
import type { DeviceId, RunId } from '@fettle/shared/ids';
import type { FromCollector, Result } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { fromBase64, toBase64 } from '@fettle/shared/trust/keys';
import type { Clock } from '../../clock.ts';
import { everywhere } from '../../domain/access/index.ts';
import {
  fetchBlob,
  openReport,
  type OrderPorts,
  type ProgressReport,
  type ReceiptReport,
  type Run,
  runIdOf,
  takeProgress,
  takeRemedy,
  takeResults,
} from '../../domain/orders/index.ts';
import type { Device } from '../../domain/devices/index.ts';
import { type Holding, recordHoldings } from '../../domain/trust/index.ts';
import type { RunOutput } from '../live/run-output.ts';
import type { Log } from '../log.ts';
import { Allowances } from './allowance.ts';
import { Assemblies } from './assembly.ts';
import { createBatch } from './batch.ts';
import type { Bodies } from './bodies.ts';
import type { WorkVerbs } from './work.ts';

export interface DomainWorkNeeds {
  readonly ports: () => OrderPorts;
  readonly output: RunOutput;
  readonly bodies: Bodies;
  readonly clock: Clock;
  readonly log: Log;
  /** Statements that a device with this in hand does not have. */
  readonly lacking: (device: DeviceId, holding: Holding) => Promise<FromCollector[]>;
  /** Orders that wait for a device. */
  readonly waitingFor: (device: DeviceId) => Promise<FromCollector[]>;
  /** Runs stand otherwise than before. */
  readonly tell: (runs: readonly Run[]) => void;
  readonly live: (item: LiveOutput) => void;
}

/** Writes of one commit. */
const atOnce = 200;
const deviceMs = 10_000;
/** How often a receipt whose run moved meanwhile is judged anew. */
const attempts = 4;
/** Bytes of a body in one message. */
const partBytes = 98_304;

export type OrderWork = Omit<WorkVerbs, 'ask' | 'wonder'>;

export function createDomainWork(needs: DomainWorkNeeds): OrderWork & { settle(): Promise<void> } {
  const { ports, output, clock } = needs;
  const assemblies = new Assemblies();
  const allowances = new Allowances();
  const devices = new Map<DeviceId, { readonly device: Device; readonly at: number }>();
  let turn: Promise<unknown> = Promise.resolve();
  const holdings = createBatch(async (items: readonly Holding[]) => {
    await recordHoldings(ports(), items);
    return items;
  }, atOnce);
  const progress = createBatch(async (items: readonly ProgressReport[]) => {
    needs.tell(await inTurn(() => takeProgress(ports(), items)));
    return items;
  }, atOnce);
  const lookUps = createBatch(async (ids: readonly DeviceId[]) => {
    const found = new Map((await ports().devices.several(everywhere, ids)).map((one) => [one.id, one]));
    return ids.map((id) => found.get(id));
  }, atOnce);
  const results = createBatch((items: readonly ReceiptReport[]) => inTurn(() => takeResults(ports(), items)), atOnce);

  /** Progress and receipts move the same rows, many at once: two commits that meet could lock each other out. */
  function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  }

  /** Its key never changes, for its id is made of it; what else is known of it is a moment old at most. */
  async function deviceOf(id: DeviceId): Promise<Device> {
    const kept = devices.get(id);
    if (kept && clock.now() - kept.at < deviceMs) return kept.device;
    const device = await lookUps.add(id);
    if (!device) throw new FettleError('device_unknown');
    devices.set(id, { device, at: clock.now() });
    return device;
  }

  async function keep(report: ReceiptReport): Promise<void> {
    for (let i = 0; i < attempts; i++) {
      const { outcome, run } = await results.add(report);
      if (outcome === 'changed_meanwhile') continue;
      output.forget(run.id);
      if (outcome === 'ended') needs.tell([run]);
      return;
    }
    throw new FettleError('changed_meanwhile');
  }

  async function takeResult(device: DeviceId, message: Static<typeof Result>) {
    const { receipt: envelope, part, parts, data } = message;
    const key = `${envelope.payload} ${envelope.signatures[0]?.sig ?? ''}`;
    const known = await deviceOf(device);
    // Only what this device's own key signed is held at all; later parts are of the same bytes.
    const goesOn = assemblies.continues(device, { key, part, parts });
    if (part > 0 && !goesOn) throw new FettleError('message_unexpected', 'A part of a result came out of order.');
    const receipt = openReport(envelope, known);
    const { seq, output: told } = receipt.statement;
    if (part === 0 && !allowances.take(device, told.kept, clock.now())) throw new FettleError('slow_down');
    const whole = assemblies.add(device, { key, part, parts, data: fromBase64(data), most: told.kept });
    if (whole === 'refused')
      throw new FettleError('message_too_large', 'A result is larger than its receipt says, or than one may be.');
    if (whole === 'more') return null;
    await keep({ device: known, receipt, envelope: envelope as Envelope, output: whole });
    return { type: 'kept', what: 'result', seq } as const;
  }

  return {
    async holds(device, { root, rev, fresh, grant, standing, executor }) {
      const holding: Holding = { device, root, rev, fresh, grant, standing, executor, at: clock.now() };
      await holdings.add(holding);
      return [...(await needs.lacking(device, holding)), ...(await needs.waitingFor(device))];
    },
    async want(device, { sha256, offset }) {
      const known = needs.bodies.find(device, sha256);
      const found = known ?? (await fetchBlob(ports(), device, sha256));
      if (found && !known) needs.bodies.keep(sha256, found);
      const bytes = found ?? new Uint8Array();
      const data = toBase64(bytes.slice(offset, offset + partBytes));
      return { type: 'blob', sha256, offset: Math.min(offset, bytes.length), total: bytes.length, data };
    },
    async progress(device, { order: statement, run, state, step }) {
      await progress.add({ device, statement, run, state, step });
    },
    async output(device, { order, run: number, at, data }) {
      const run = runIdOf(order, device, number);
      if (!output.has(run) && !(await isOf(ports(), run, device))) throw new FettleError('not_found');
      const said = output.add(run, at, fromBase64(data));
      if (said) needs.live({ run, ...said });
    },
    result: takeResult,
    async remedied(device, { standing, seq, before, after, cleared, time }) {
      const answer = await takeRemedy(ports(), { device, standing, seq, before, after, cleared, time });
      return answer === 'unknown' ? null : { type: 'kept', what: 'remedied', seq };
    },
    gone(device) {
      assemblies.forget(device);
      needs.bodies.forget(device);
      devices.delete(device);
    },
    async settle() {
      await Promise.all([holdings.settle(), progress.settle(), results.settle()]);
    },
  };
}

/** Whether a run that goes on is one of this device. */
async function isOf({ runs }: OrderPorts, id: RunId, device: DeviceId): Promise<boolean> {
  const run = await runs.run(everywhere, id);
  return run?.device === device && run.endedAt === null;
}
