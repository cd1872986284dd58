/** A year of runs of one standing order, by receipts, as devices tell of them. */
import type { Run, Standing } from '@fettle/collector/domain/orders/index';
import type { Records } from '@fettle/collector/store/stores';
import type { DeviceId, RunId, StatementId } from '@fettle/shared/ids';

const nothing = { events: [], audit: [] };
const envelope = { payload: 'e30=', payloadType: 'x', signatures: [] };
const statement = 'bench-standing' as StatementId;
const atOnce = 500;

export interface RunsAsked {
  readonly ids: readonly DeviceId[];
  readonly many: number;
  readonly from: number;
  readonly to: number;
}

export async function seedRuns({ standing, runs }: Records, { ids, many, from, to }: RunsAsked): Promise<void> {
  await standing.add(standingOrder(from, to), { sealed: [], blobs: [], bodies: [] }, nothing);
  for (let at = 0; at < many; at += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, many - at) }, (_, n) => at + n);
    const ends = await runs.end(
      some.map((n) => {
        const after = runOf(n, ids, Math.floor(from + ((to - from) * n) / many));
        const seq = after.run;
        return {
          before: null,
          after,
          result: {
            run: after.id,
            receipt: envelope,
            seq,
            steps: [],
            firing: null,
            output: '',
            outputSha256: 'x',
            outputTotal: 0,
          },
          link: { device: after.device, seq, hash: `h${n}`, previous: null, run: after.id },
          judged: [],
          note: nothing,
        };
      }),
    );
    if (ends.some((end) => end !== 'ended')) throw new Error('runs were not written');
  }
}

function standingOrder(from: number, to: number): Standing {
  return {
    id: statement,
    signedVersion: 1,
    name: 'Clear',
    words: 'When it is full',
    trigger: { kind: 'clock', words: '0 3 * * * device', rule: null },
    selector: '',
    class: 'change',
    steps: ['Run'],
    scripts: [{ name: 'clear-temp', version: 1 }],
    dangers: [],
    caps: { perHour: 1, coolDown: 0, bootGuard: 900, failures: 3 },
    state: 'in-force',
    signedAt: from,
    signers: ['bench'],
    submittedBy: { id: 'person:bench', name: 'Bench' },
    expires: to,
    envelope,
    hash: 'h',
    enabled: true,
    draft: null,
  };
}

function runOf(n: number, ids: readonly DeviceId[], time: number): Run {
  const device = ids[n % ids.length] as DeviceId;
  return {
    id: `u${String(n).padStart(16, '0')}` as RunId,
    kind: 'standing',
    order: statement,
    title: 'Clear',
    statement,
    device,
    deviceName: device,
    site: 'berlin',
    host: device,
    ring: 0,
    place: 0,
    run: Math.floor(n / ids.length) + 1,
    state: 'done',
    code: null,
    exit: 0,
    step: 0,
    lastLine: null,
    remark: null,
    queuedAt: time,
    startedAt: time,
    endedAt: time + 1_000,
    receipt: null,
    incident: null,
    rule: null,
    instance: null,
  };
}
