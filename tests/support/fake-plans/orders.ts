/** Invented orders, runs and standing orders, for rendering tests. */
import type {
  Approval,
  OrderDetail,
  OrderDraft,
  OrderDraftBody,
  RunCounts,
  RunDetail,
  RunItem,
  RunMatrix,
  RunState,
  StandingItem,
} from '@fettle/shared/api/orders';
import { fleetOf } from '../fake-fleet.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Cell = RunMatrix['cells'][number];

/** One first, some, the rest: most are done, a few are every other thing. */
export function cellsOf(count: number): Cell[] {
  const odd: Readonly<Record<number, RunState>> = {
    3: 'not-applicable',
    7: 'failed',
    11: 'running',
    12: 'running',
    15: 'refused',
    19: 'unknown',
    23: 'timeout',
  };
  const known = fleetOf(0).map(({ id, name }) => [id, name] as const);
  return Array.from({ length: count }, (_, index): Cell => {
    const [id, name] = known[index] ?? [
      `d${String(index).padStart(26, '0')}`,
      `ber-node-${String(index).padStart(5, '0')}`,
    ];
    const ring = index === 0 ? 0 : index < Math.max(4, count / 10) ? 1 : 2;
    const late = index > count * 0.7;
    const state = late ? (index % 9 === 0 ? 'sent' : 'queued') : (odd[index % 97] ?? 'done');
    return [id, name, ring === 0 ? 'done' : state, ring];
  });
}

export function countsOf(cells: readonly Cell[]): RunCounts {
  const counts: Partial<Record<RunState, number>> = {};
  for (const [, , state] of cells) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

export function orderOf(id: string, count: number, now: number, some: Partial<OrderDetail> = {}): OrderDetail {
  const cells = cellsOf(count);
  const rings = [0, 1, 2].map((ring) => cells.filter((cell) => cell[3] === ring));
  return {
    id,
    title: 'Clear temp and caches',
    words: `Run Clear temp and caches 4 on ${count} devices, signed by Ida Lund.`,
    class: 'change',
    mode: 'run',
    state: 'running',
    why: null,
    reason: 'Free space before the November sale',
    signedAt: now - 50 * minute,
    signers: ['Ida Lund', 'Tomasz Zych'],
    notBefore: now - 48 * minute,
    expires: now + 9 * hour,
    targets: count,
    counts: countsOf(cells),
    ring: 2,
    rings: 3,
    incident: null,
    change: null,
    endedAt: null,
    version: 3,
    steps: ['Clear temp and caches 4, older than 7 days, at most 20 GiB'],
    dangers: ['More than 25 devices.'],
    ringItems: rings.map((ofRing, ring) => ({
      statement: `${ring}a84c0d9e2f71b6855ee0`,
      state: ring < 2 ? 'ended' : 'running',
      targets: ofRing.length,
      counts: countsOf(ofRing),
      startedAt: now - (48 - ring * 15) * minute,
      endedAt: ring < 2 ? now - (40 - ring * 15) * minute : null,
      envelope: { payloadType: 'order', signatures: [] },
    })),
    haltAt: 0.05,
    may: ['stop'],
    command: null,
    ...some,
  };
}

const log = `\u001b[1mclear-temp\u001b[0m 4 on ber-web-02
holding folder /var/lib/fettle/held/1f3c
\u001b[32mremoved\u001b[0m 812 files in /tmp
removed 96 files in /var/tmp
<script>alert(1)</script> is only text
freed 2254857830 bytes
`;

export function runOf(id: string, now: number, some: Partial<RunDetail> = {}): RunDetail {
  return {
    order: 'o38',
    kind: 'order',
    id,
    title: 'Clear temp and caches',
    device: 'd00000000000000000000000001',
    deviceName: 'ber-web-02',
    site: 'Berlin',
    ring: 0,
    state: 'done',
    code: null,
    words: 'done in 41 s',
    exit: 0,
    lastLine: 'freed 2254857830 bytes',
    queuedAt: now - 45 * minute,
    startedAt: now - 44 * minute,
    endedAt: now - 44 * minute + 41_000,
    receipt: 'verified',
    incident: null,
    steps: [
      {
        name: 'clear-temp@4',
        mode: 'run',
        program: '9f3c71e0b2d84a6655aa10c7e4d2f9b87c3e5a1204d8f6b3911e7a2c60d4f3a2',
        outcome: 'done',
        exit: 0,
        startedAt: now - 44 * minute,
        endedAt: now - 44 * minute + 41_000,
      },
    ],
    output: log,
    outputTotal: log.length,
    outputSha256: '77aa10c7e4d2f9b87c3e5a1204d8f6b3911e7a2c60d4f3a29f3c71e0b2d84a66',
    receiptEnvelope: { payloadType: 'receipt', signatures: [{ keyid: 'd0', sig: '…' }] },
    receiptSeq: 214,
    firing: null,
    ...some,
  };
}

export function runsAt(now: number): Map<string, RunDetail> {
  const all: RunDetail[] = [
    runOf('r-done', now),
    runOf('r-live', now, {
      state: 'running',
      endedAt: null,
      startedAt: now - 20_000,
      exit: null,
      receipt: null,
      receiptSeq: null,
      receiptEnvelope: null,
      outputSha256: null,
      words: 'running for 20 s',
      lastLine: 'removed 96 files in /var/tmp',
    }),
    runOf('r-failed', now, {
      title: 'Restart a service',
      order: 'ofail',
      state: 'failed',
      exit: 5,
      words: 'failed with exit 5 in 31 s',
      lastLine: 'Unit postgresql@16-main.service not found.',
      startedAt: now - 3 * hour,
      endedAt: now - 3 * hour + 31_000,
    }),
    runOf('r-remedy', now, {
      kind: 'standing',
      order: 'sdisk',
      title: 'Free space when a disk fills',
      incident: 'i1',
      startedAt: now - 8 * hour,
      endedAt: now - 8 * hour + 51_000,
      receipt: 'broken',
      words: 'done, but the chain of receipts has a gap before number 213',
      firing: {
        rule: 'filesystem-used',
        instance: '/var',
        words: '/var was 91.4 % full for 20 min; 15 min afterwards it was 71.2 % full.',
        before: 0.914,
        after: 0.712,
        cleared: true,
      },
    }),
  ];
  return new Map(all.map((one) => [one.id, one]));
}

/** A run of a matrix, as its list tells it. */
export function runItemOf([device, deviceName, state, ring]: Cell, order: string, now: number): RunItem {
  const said: Readonly<Record<string, Partial<RunItem>>> = {
    failed: {
      exit: 1,
      lastLine: 'rm: cannot remove ‘/tmp/.X11-unix’: Operation not permitted',
      words: 'failed with exit 1 in 12 s',
    },
    timeout: { lastLine: 'removed 12 files in /tmp', words: 'ended after 600 s' },
    refused: { code: 'trust_stale', words: 'refused: its trust is not fresh' },
    unknown: { words: 'it went down while it ran' },
    done: { exit: 0, lastLine: 'freed 2254857830 bytes', words: 'done in 41 s', receipt: 'verified' },
  };
  const {
    output: _o,
    outputTotal: _t,
    outputSha256: _h,
    receiptEnvelope: _e,
    receiptSeq: _s,
    firing: _f,
    steps: _p,
    ...usual
  } = runOf(`${order}.${device}`, now);
  return {
    ...usual,
    order,
    device,
    deviceName,
    state,
    ring,
    exit: null,
    lastLine: null,
    receipt: null,
    words: state,
    ...said[state],
  };
}

export function standingAt(now: number): Map<string, StandingItem> {
  const usual: StandingItem = {
    id: 'sdisk',
    name: 'Free space when a disk fills',
    words: 'When “File system fills up” is warning or worse, run Clear temp and caches 4; at most twice an hour.',
    kind: 'rule',
    trigger: 'filesystem-used',
    selector: 'role=web',
    class: 'change',
    steps: ['Clear temp and caches 4'],
    caps: { perHour: 2, coolDown: 900, bootGuard: 900, failures: 3 },
    state: 'in-force',
    signedAt: now - 30 * day,
    signers: ['Ida Lund', 'Tomasz Zych'],
    expires: now + 60 * day,
    devices: 38,
    held: 37,
    runs: 22,
    failed: 1,
    cleared: 19,
    lastRunAt: now - 8 * hour,
    signedVersion: 2,
    envelope: { payloadType: 'standing', signatures: [] },
  };
  const all = [
    usual,
    {
      ...usual,
      id: 'snight',
      name: 'Rotate logs at night',
      words: 'Every day at 03:30 of the device’s own time, run Rotate logs 1.',
      kind: 'clock' as const,
      trigger: '30 3 * * * device',
      selector: 'has site',
      devices: 99,
      held: 99,
      runs: 2_771,
      failed: 4,
      cleared: 0,
      steps: ['Rotate logs 1'],
      signedVersion: 1,
    },
    {
      ...usual,
      id: 'sold',
      name: 'Restart the till',
      state: 'expired' as const,
      expires: now - day,
      devices: 6,
      held: 0,
      runs: 12,
      failed: 3,
      cleared: 8,
    },
  ];
  return new Map(all.map((one) => [one.id, one]));
}

export const approvalsAt = (now: number): Approval[] => [
  {
    id: 'owait',
    kind: 'order',
    title: 'Apply package updates',
    words: 'Run Apply package updates 1 on 38 devices tonight, one first.',
    dangers: ['More than 25 devices.', 'Apply package updates is of the class dangerous.'],
    signedBy: ['Ida Lund'],
    signedAt: now - 25 * minute,
    expires: now + 9 * hour,
    command: 'fettle approve owait',
  },
];

/** What a draft comes to, reckoned as roughly as it is enough for the page. */
export function draftOf(id: string, body: OrderDraftBody, version: number, now: number): OrderDraft {
  const devices = fleetOf(now);
  const { what } = body;
  const asked =
    what.kind === 'order' && what.targets.kind === 'devices'
      ? devices.filter((one) => what.targets.kind === 'devices' && what.targets.devices.includes(one.id))
      : devices.filter(({ name }) => name.includes('web'));
  const items = asked.map((device, index) => ({
    id: device.id,
    host: device.name,
    name: device.name,
    site: device.site,
    platform: 'linux',
    online: device.state === 'online',
    leftOut: index % 13 === 5 ? 'locked on the device: monitor only' : null,
  }));
  const going = items.filter(({ leftOut }) => leftOut === null);
  const dangerous = going.length > 25;
  const first = what.kind === 'order' && what.rings ? what.rings.first : going.length;
  const share = what.kind === 'order' && what.rings ? Math.round(what.rings.share * going.length) : 0;
  return {
    id,
    version,
    ...body,
    madeBy: { id: 'p1', name: 'Ida Lund' },
    madeAt: now,
    words: [`Run Clear temp and caches 4 on ${going.length} devices.`, 'Each device runs it at most once.'],
    class: dangerous ? 'dangerous' : 'change',
    dangers: dangerous ? ['More than 25 devices.'] : [],
    needs: [{ role: 'operator', people: 1 }, ...(dangerous ? [{ role: 'approver', people: 1 }] : [])],
    targets: {
      count: going.length,
      leftOut: items.length - going.length,
      offline: going.filter(({ online }) => !online).length,
      items,
    },
    rings: what.kind === 'order' ? [first, share, going.length - first - share].filter((one) => one > 0) : [],
    problems: going.length === 0 ? ['No device is left to run it on.'] : [],
    secrets: [],
    command: `fettle order sign ${id}`,
  };
}
