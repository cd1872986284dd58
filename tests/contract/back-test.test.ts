/** A rule tried on the past tells what the engine told when the past was the present: any rule, any past, as samples came. */
import { systemActor } from '@fettle/collector/domain/access/index';
import {
  backTest,
  createRuleEngine,
  type Finding,
  type Rule,
  type RuleStore,
} from '@fettle/collector/domain/rules/index';
import type { StoredFrame } from '@fettle/collector/domain/series/index';
import { openRecords } from '@fettle/collector/store/open';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { type Severity, severityRank } from '@fettle/shared/severity';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { columns, pasts, rules, shortened, type Past } from './rules/back-test-random.ts';
import { device, deviceId, start } from './records/samples.ts';

const day = 86_400_000;
const plan = { raw: 14 * day, five: 90 * day, hour: 400 * day };
const dictionary: Dictionary = { series: columns };
const names = ['a', 'b'];
const all = names.map((name) => device(name, { kind: 'server', state: 'online', interval: 10_000 }));

interface Told {
  readonly device: string;
  readonly instance: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number | null;
}

const order = (told: readonly Told[]) =>
  told.toSorted((a, b) => `${a.device} ${a.instance}`.localeCompare(`${b.device} ${b.instance}`) || a.from - b.from);

/** From opening to clearing, as findings tell it. */
function episodes(findings: readonly Finding[]): Told[] {
  const open = new Map<string, Told>();
  const found: Told[] = [];
  for (const { device: id, instance, severity, time } of findings) {
    const key = `${id} ${instance}`;
    const known = open.get(key);
    if (severity === null) {
      if (known) found.push({ ...known, to: time });
      open.delete(key);
    } else if (!known) open.set(key, { device: id, instance, severity, from: time, to: null });
    else if (severityRank(severity) > severityRank(known.severity)) open.set(key, { ...known, severity });
  }
  return order([...found, ...open.values()]);
}

function framesOf(past: Past): StoredFrame[] {
  let time = start;
  return past.map(({ afterMs, who, row }, place) => {
    time += afterMs;
    const frame = { sequence: place + 1, time, offset: 0, values: Float64Array.from(row), tables: [] };
    return { device: deviceId(names[who] ?? 'a'), frame, time, dictionary };
  });
}

/** What the engine tells as the frames come. @param interval at which devices measured then, as the collector knew it */
async function streamed(
  rule: Rule,
  frames: readonly StoredFrame[],
  interval: (time: number) => number = () => 10_000,
): Promise<Told[]> {
  const findings: Finding[] = [];
  let now = start;
  const engine = createRuleEngine({
    rules: async () => [rule],
    devices: async () => all.map((one) => ({ ...one, interval: interval(now) })),
    series: memorySeries(),
    now: () => now,
    sink: (found) => findings.push(...found),
    failed: (_rule, error) => {
      throw error;
    },
  });
  await engine.reload();
  // The collector looks each second; only with a minute can a calendar turn.
  const pass = async (to: number) => {
    for (now = (Math.floor(now / 60_000) + 1) * 60_000; now < to; now += 60_000) await engine.tick();
    now = to;
    await engine.tick();
  };
  for (const stored of frames) {
    await pass(stored.time);
    engine.frames([stored]);
  }
  await pass((frames.at(-1)?.time ?? start) + 1);
  return episodes(findings);
}

let records: Awaited<ReturnType<typeof openRecords>>;
beforeAll(async () => {
  records = await openRecords({ sqlite: ':memory:' });
});
afterAll(() => records.close());

async function tried(body: RuleBody, frames: readonly StoredFrame[]) {
  const series = memorySeries();
  await series.append(frames);
  const to = (frames.at(-1)?.time ?? start) + 1;
  const store = { rule: async () => ruleOf(body) } as unknown as RuleStore;
  const { devices, events } = records;
  const ports = {
    store,
    devices: { ...devices, devices: async () => all } as typeof devices,
    series,
    events,
    clock: { now: () => to },
    plan,
  };
  const result = await backTest(ports, systemActor('test'), { id: 'x', rule: body, from: start, to });
  expect(result.now).toEqual(result.then);
  expect(result).toMatchObject({ step: 0, notes: [] });
  return order(
    result.then.fired.map(({ device: id, instance, severity, from, to: end }) => {
      return { device: id, instance, severity, from, to: end };
    }),
  );
}

const ruleOf = (body: RuleBody): Rule => {
  return { id: 'x' as RuleId, ...body, origin: 'person', createdAt: 0, changedAt: 0, version: 1 };
};

test('as samples came: the same episodes as the engine told, however often devices measured then', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(rules, pasts, async (body, past) => {
      const frames = framesOf(past);
      const expected = await streamed(ruleOf(body), frames);
      told += expected.length;
      expect(await tried(body, frames)).toEqual(expected);
    }),
    { numRuns: 250 },
  );
  expect(told, 'something was told').toBeGreaterThan(300);
});

test('intervals that are shorter now: the same as the engine told that knew those of the time', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(rules, shortened, async (body, past) => {
      const frames = framesOf(past);
      const at = (time: number) => past[frames.findIndex((one) => one.time >= time)]?.interval ?? 10_000;
      const expected = await streamed(ruleOf(body), frames, at);
      told += expected.length;
      expect(await tried(body, frames)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
  expect(told, 'something was told').toBeGreaterThan(100);
});
