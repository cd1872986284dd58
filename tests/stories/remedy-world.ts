/** Where the stories of remedies happen: runs as devices tell them, beside findings as the rules give them. */
import { createChangeDesk } from '@fettle/collector/changes-wiring';
import { everywhere } from '@fettle/collector/domain/access/index';
import type { ActPorts, Incident } from '@fettle/collector/domain/incidents/index';
import type { Order, Run, RunResult, Standing } from '@fettle/collector/domain/orders/index';
import type { Records } from '@fettle/collector/store/stores';
import type { DeviceId, IncidentId, OrderId, RunId, StatementId } from '@fettle/shared/ids';
import { incidentWorld } from './incident-world.ts';

const envelope = { payload: '', payloadType: '', signatures: [] };

export interface RunTold {
  /** One letter or more; the same run has the same name. */
  readonly name?: string;
  readonly device: DeviceId;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly state?: Run['state'];
  readonly output?: string;
  /** Null: by hand, or by the clock. */
  readonly rule?: string | null;
  readonly instance?: string;
  readonly incident?: IncidentId | null;
  readonly since?: number;
  readonly severity?: string;
}

export interface Measured {
  readonly name?: string;
  readonly cleared: boolean;
  readonly time: number;
  readonly after?: number;
  readonly instance?: string;
}

export const runId = (name: string) => `r${name}` as RunId;

const standingId = '0123456789abcdefghjkmnpqrs' as StatementId;
const handOrder = 'ohand' as OrderId;
const nothing = { events: [], audit: [] };
const somebody = { id: 'pada', name: 'Ada' };

/** What runs belong to: a standing order and an order, both called “Clear temp”. */
export async function orderBook(
  { standing, orders }: Pick<Records, 'standing' | 'orders'>,
  now: number,
  scripts: Standing['scripts'] = [],
) {
  const shared = { class: 'change', words: '', steps: [], dangers: [], scripts, submittedBy: somebody } as const;
  const made: Standing = {
    ...shared,
    id: standingId,
    signedVersion: 1,
    name: 'Clear temp',
    trigger: { kind: 'rule', words: '', rule: 'disk-full' },
    selector: 'has site',
    caps: { perHour: 2, coolDown: 60, bootGuard: 900, failures: 3 },
    state: 'in-force',
    signedAt: now,
    signers: ['Ada', 'Bert'],
    expires: now + 86_400_000,
    envelope,
    hash: '',
    enabled: true,
    draft: null,
  };
  await standing.add(made, { sealed: [], blobs: [], bodies: [] }, nothing);
  const order: Order = {
    ...shared,
    id: handOrder,
    title: 'Clear temp',
    mode: 'run',
    state: 'ended',
    why: null,
    reason: '',
    signedAt: now,
    signers: ['Ada'],
    notBefore: now,
    expires: now + 86_400_000,
    targets: 1,
    ring: 0,
    rings: 1,
    plan: { haltAt: null, waitMs: 0 },
    sites: ['berlin'],
    incident: null,
    change: null,
    draft: null,
    endedAt: now,
    version: 1,
  };
  await orders.add({ order, rings: [], runs: [], sealed: [], blobs: [], bodies: [] }, nothing);
}

/** Writes what a device told of runs into the records, as the gateway's verbs do. */
export function runTeller(records: Pick<Records, 'runs'>, now: () => number) {
  let seq = 0;
  return {
    /** A receipt came. */
    async ended(told: RunTold): Promise<RunId> {
      const { name = 'one', device, startedAt, endedAt, state = 'done', output = 'removed 12 files\n' } = told;
      const { rule = 'disk-full', instance = 'mountpoint=/var', incident = null, since = startedAt } = told;
      const id = runId(name);
      const kind = rule === null && incident !== null ? 'order' : 'standing';
      const run: Run = {
        id,
        kind,
        order: kind === 'order' ? handOrder : standingId,
        title: 'Clear temp',
        statement: standingId,
        device,
        deviceName: device,
        site: 'berlin',
        host: device,
        ring: 0,
        place: 0,
        run: ++seq,
        state,
        code: null,
        exit: state === 'done' ? 0 : 1,
        step: 0,
        lastLine: output.trim().split('\n').at(-1) ?? null,
        remark: null,
        queuedAt: startedAt,
        startedAt,
        endedAt,
        receipt: 'verified',
        incident,
        rule,
        instance: rule === null ? null : instance,
      };
      const result: RunResult = {
        run: id,
        receipt: envelope,
        seq,
        steps: [],
        firing: rule === null ? null : { kind: 'rule', rule, instance, severity: told.severity ?? 'warning', since },
        output: Buffer.from(output).toString('base64'),
        outputSha256: '',
        outputTotal: output.length,
      };
      const detail = { run: id, order: run.order, kind, outcome: state, exit: run.exit, title: run.title };
      const event = { time: now(), kind: 'run.ended', device, site: 'berlin', detail };
      const link = { device, seq, hash: `${device} ${seq}`, previous: null, run: id };
      const end = { before: null, after: run, result, link, judged: [], note: { events: [event], audit: [] } };
      const [answer] = await records.runs.end([end]);
      if (answer !== 'ended') throw new Error(answer);
      return id;
    },
    /** What was measured after it came. */
    async remedied(device: DeviceId, told: Measured) {
      const { name = 'one', cleared, time, after = cleared ? 0.42 : 0.95, instance = 'mountpoint=/var' } = told;
      const values = { before: 9_600, after: Math.round(after * 10_000) };
      const remedy = { run: runId(name), rule: 'disk-full', instance, ...values, cleared, time };
      const event = { time: now(), kind: 'run.remedied', device, site: 'berlin', detail: { ...remedy } };
      await records.runs.remedied(remedy, { events: [event], audit: [] });
    },
  };
}

export async function remedyWorld() {
  const world = await incidentWorld();
  await orderBook(world, world.now);
  const opened: Incident[] = [];
  const suspectedLater: Incident[] = [];
  const when = { kind: 'value', metric: 'system.filesystem.utilization', is: 'above', levels: {} } as const;
  const ports = (): ActPorts => ({
    ...world.ports(),
    rule: async (rule) => ({ name: `Rule ${rule}`, runbook: '', when }),
  });
  const desk = () =>
    createChangeDesk({
      stores: world,
      clock: { now: () => world.now },
      incidents: ports,
      heard: async (found) => {
        opened.push(...found.opened);
        suspectedLater.push(...found.suspected);
      },
    });
  let current = desk();
  return {
    ...world,
    get now() {
      return world.now;
    },
    ports,
    ...runTeller(world, () => world.now),
    opened,
    suspectedLater,
    /** Hears what was told until now. */
    hear: () => current.tell(),
    /** The collector is killed and starts again. */
    killed() {
      current = desk();
    },
    suspects: (incident: Incident) => current.suspects(incident, incident.openedAt),
    evidence: async (incident: Incident) => world.incidents.evidence(everywhere, incident.id),
    changes: world.changes,
  };
}
