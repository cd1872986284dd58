import type { Part, ServiceState } from '@fettle/shared/api/services';
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { Histories } from './histories.ts';
import { merged } from './openings.ts';
import { byBeginning, statesIn } from './timeline.ts';
import type { Composition, Opening, Spell } from './types.ts';

const device = (n: number) => `d${n}` as DeviceId;

function spell(n: number, from: number, to: number | null, fields: Partial<Spell> = {}): Spell {
  const kind = fields.kind ?? 'away';
  const id = kind === 'away' ? `a:${device(n)}:${from}` : `i:${fields.incident}:${from}`;
  const base = { site: 's', incident: null, rule: null, instance: null, severity: null, words: '' };
  return { id, kind, device: device(n), ...base, from, to, ...fields };
}

const part = (fields: Partial<Part> = {}): Part => ({
  name: 'p',
  of: { kind: 'devices', selector: '', counts: 'away' },
  need: { kind: 'all' },
  impact: 'down',
  ...fields,
});

const made = (from: number, parts: Part[], devices: number[][], service = 's'): Composition => ({
  service,
  from,
  parts,
  devices: devices.map((ids) => ids.map(device)),
});

const none = new Map<never, never>();
/** Small numbers that look random, the same for the same seed. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const span = 60;
type Roll = (below: number) => number;

function randomPart(roll: Roll, children: readonly string[]): Part {
  const need = [{ kind: 'all' }, { kind: 'any' }, { kind: 'at-least', count: 1 + roll(3) }] as const;
  const ofs: Part['of'][] = [
    { kind: 'devices', selector: '', counts: 'away' },
    { kind: 'device', ids: ['x'], counts: 'critical' },
    { kind: 'devices', selector: '', counts: 'any' },
    { kind: 'check', rule: roll(2) ? 'disk' : 'cpu', selector: '', ...(roll(2) && { instance: 'one' }) },
  ];
  const of: Part['of'] =
    children.length > 0 && roll(2)
      ? {
          kind: 'service',
          ids: children
            .filter(() => roll(2) === 0)
            .concat(children[0] ?? '')
            .slice(0, 2),
        }
      : (ofs[roll(ofs.length)] as Part['of']);
  const ids = of.kind === 'service' ? [...new Set(of.ids)] : [];
  return part({
    of: of.kind === 'service' ? { kind: 'service', ids } : of,
    need: need[roll(3)] as Part['need'],
    impact: roll(3) ? 'down' : 'degraded',
  });
}

function randomCompositions(roll: Roll, service: string, children: readonly string[]): Composition[] {
  let from = roll(3) === 0 ? roll(20) : -5;
  return Array.from({ length: 1 + roll(3) }, () => {
    const parts = Array.from({ length: 1 + roll(3) }, () => randomPart(roll, children));
    const devices = parts.map(({ of }) => (of.kind === 'service' ? [] : [1, 2, 3, 4].filter(() => roll(2))));
    const one = made(from, parts, devices, service);
    from += 1 + roll(25);
    return one;
  });
}

function randomSpells(roll: Roll): Spell[] {
  const spells = Array.from({ length: roll(12) }, (_, i) => {
    const from = roll(span + 10) - 10;
    const to = roll(6) === 0 ? null : from + roll(25);
    if (roll(2)) return spell(1 + roll(4), from, to);
    return spell(1 + roll(4), from, to, {
      kind: 'incident',
      incident: `n${i}` as IncidentId,
      rule: roll(2) ? 'disk' : 'cpu',
      instance: roll(2) ? 'one' : 'two',
      severity: roll(2) ? 'warning' : 'critical',
    });
  });
  return [...new Map(spells.map((one) => [one.id, one])).values()];
}

function randomWindows(roll: Roll): Map<DeviceId, Opening[]> {
  return new Map(
    [1, 2, 3, 4].map((n) => {
      const openings = Array.from({ length: roll(3) }, () => {
        const from = roll(span);
        return { from, to: from + 1 + roll(20) };
      });
      return [device(n), merged(openings)];
    }),
  );
}

interface Told {
  readonly state: ServiceState;
  readonly planned: boolean;
  readonly causes: readonly string[];
}

/** The same by looking at one millisecond, member by member, with nothing kept from one to the next. */
function naive(
  all: ReadonlyMap<string, readonly Composition[]>,
  spells: readonly Spell[],
  windows: ReadonlyMap<DeviceId, readonly Opening[]>,
  service: string,
  time: number,
): Told {
  const composition = (all.get(service) ?? []).findLast(({ from }) => from <= time);
  if (!composition) return { state: 'unknown', planned: false, causes: [] };
  const judged = composition.parts.map((one, i) => {
    const causes: string[] = [];
    const members: ('up' | 'out' | 'out planned' | 'ailing' | 'ailing planned' | 'unknown')[] = [];
    if (one.of.kind === 'service') {
      for (const id of one.of.ids) {
        const child = naive(all, spells, windows, id, time);
        const mark = child.planned ? ' planned' : '';
        if (child.state === 'unknown') members.push('unknown');
        else if (child.state === 'in-order') members.push('up');
        else {
          members.push(`${child.state === 'degraded' ? 'ailing' : 'out'}${mark}` as 'out');
          causes.push(`service:${id}`);
        }
      }
    }
    for (const id of composition.devices[i] ?? []) {
      const lasting = spells.filter((s) => {
        if (s.device !== id || s.from > time || (s.to !== null && s.to <= time)) return false;
        if (one.of.kind === 'check') {
          return s.kind === 'incident' && s.rule === one.of.rule && (one.of.instance ?? s.instance) === s.instance;
        }
        if (one.of.kind === 'service') return false;
        if (s.kind === 'away') return true;
        return one.of.counts === 'any' || (one.of.counts === 'critical' && s.severity === 'critical');
      });
      const open = (windows.get(id) ?? []).some(({ from, to }) => from <= time && time < to);
      members.push(lasting.length === 0 ? 'up' : open ? 'out planned' : 'out');
      causes.push(...lasting.map((s) => s.id));
    }
    const out = members.filter((m) => m.startsWith('out')).length;
    const unknown = members.filter((m) => m === 'unknown').length;
    const touched = members.filter((m) => m !== 'up' && m !== 'unknown');
    const least = one.need.kind === 'all' ? Math.max(1, members.length) : one.need.kind === 'any' ? 1 : one.need.count;
    const best = members.length - out;
    const met = members.length < least ? null : best < least ? false : best - unknown >= least ? true : null;
    return { impact: one.impact, met, touched, causes };
  });
  const tell = (state: ServiceState, parts: typeof judged): Told => ({
    state,
    planned: parts.flatMap(({ touched }) => touched).every((m) => m.endsWith('planned')),
    causes: [...new Set(parts.flatMap(({ causes }) => causes))].toSorted(),
  });
  const short = judged.filter(({ impact, met }) => impact === 'down' && met === false);
  if (short.length > 0) {
    const told = tell('down', short);
    return told.planned ? { ...told, state: 'window' } : told;
  }
  const nobodyKnows = { state: 'unknown', planned: false, causes: [] } as const;
  if (judged.some(({ impact, met }) => impact === 'down' && met === null)) return nobodyKnows;
  const touched = judged.filter((one) => one.touched.length > 0);
  if (touched.length > 0) return tell('degraded', touched);
  return judged.some(({ met }) => met === null) ? nobodyKnows : { state: 'in-order', planned: false, causes: [] };
}

test('1,000 random services are each millisecond what looking at that millisecond alone gives', () => {
  const seen = new Map<ServiceState, number>();
  for (let seed = 1; seed <= 1_000; seed++) {
    const roll = dice(seed * 7_919);
    const all = new Map([
      ['leaf', randomCompositions(roll, 'leaf', [])],
      ['other', randomCompositions(roll, 'other', [])],
      ['middle', randomCompositions(roll, 'middle', ['leaf', 'other'])],
      ['top', randomCompositions(roll, 'top', ['middle', 'leaf'])],
    ]);
    const spells = randomSpells(roll);
    const windows = randomWindows(roll);
    const byDevice = Map.groupBy(spells, (one) => one.device);
    const histories = new Histories({ compositions: all, spells: byDevice, windows });
    for (const id of ['leaf', 'top']) {
      const stretches = histories.of(id, 0, span);
      expect(stretches[0]?.from).toBe(0);
      expect(stretches.at(-1)?.to).toBe(span);
      for (const [i, { from, to, state, planned, causes }] of stretches.entries()) {
        expect(from).toBeLessThan(to);
        if (i > 0) expect(stretches[i - 1]?.to).toBe(from);
        for (let time = from; time < to; time++) {
          const told = naive(all, spells, windows, id, time);
          const found = { state, planned, causes: causes.toSorted() };
          if (JSON.stringify(found) !== JSON.stringify(told))
            expect(found, `seed ${seed} ${id} at ${time}`).toEqual(told);
        }
        seen.set(state, (seen.get(state) ?? 0) + 1);
      }
    }
  }
  // What never came up was not tried.
  for (const state of ['in-order', 'degraded', 'down', 'window', 'unknown'] as const) {
    expect(seen.get(state) ?? 0, state).toBeGreaterThan(100);
  }
});

test('two stretches that touch differ, and a history cut in two is the same history', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const roll = dice(seed * 104_729);
    const compositions = randomCompositions(roll, 's', []);
    const spells = randomSpells(roll);
    const windows = randomWindows(roll);
    const whole = statesIn(compositions, spells, windows, none, 0, span);
    for (const [i, one] of whole.entries()) {
      const { from: _f, to: _t, ...what } = one;
      const next = whole[i + 1];
      if (next) expect({ state: next.state, planned: next.planned, causes: next.causes }).not.toEqual(what);
    }
    const cut = 1 + roll(span - 1);
    const halves = [
      ...statesIn(
        compositions.filter(({ from }) => from < cut),
        spells,
        windows,
        none,
        0,
        cut,
      ),
      ...statesIn(compositions, spells, windows, none, cut, span),
    ];
    const at = (list: typeof whole, time: number) => list.find(({ from, to }) => from <= time && time < to);
    for (let time = 0; time < span; time++) {
      const [a, b] = [at(whole, time), at(halves, time)];
      expect([a?.state, a?.planned, a?.causes.toSorted()]).toEqual([b?.state, b?.planned, b?.causes.toSorted()]);
    }
  }
});

test('1,000 devices with 20,000 spells and a window a day over a year take well under a second', () => {
  const roll = dice(42);
  const year = 365 * 86_400_000;
  const ids = Array.from({ length: 1_000 }, (_, i) => i);
  const spells = Array.from({ length: 20_000 }, () => {
    const from = Math.floor((roll(1_000_000) / 1_000_000) * year);
    return spell(roll(1_000), from, from + roll(7_200_000));
  }).toSorted(byBeginning);
  const daily = Array.from({ length: 365 }, (_, i) => ({ from: i * 86_400_000, to: i * 86_400_000 + 3_600_000 }));
  const windows = new Map(ids.map((n) => [device(n), daily]));
  const composition = made(0, [part({ need: { kind: 'at-least', count: 995 } })], [ids]);
  const began = performance.now();
  const stretches = statesIn([composition], spells, windows, none, 0, year);
  const took = performance.now() - began;
  expect(stretches.length).toBeGreaterThan(20_000);
  expect(took).toBeLessThan(5_000);
});
