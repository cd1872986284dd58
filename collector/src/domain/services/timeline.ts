// pure
import type { Part, ServiceState } from '@fettle/shared/api/services';
import type { DeviceId } from '@fettle/shared/ids';
import { alter, type Judged, judge, type Member, type Tally, tallyOf, unknown } from './tally.ts';
import type { Composition, Opening, ServiceId, Spell, StateStretch } from './types.ts';

/** Something that changes at a time; all of one time are made before anything is judged. */
export interface Turn {
  readonly time: number;
  readonly make: () => void;
}

/** What the parts of one composition are told of. */
export interface Sources {
  /** By `byBeginning`. */
  readonly spells: readonly Spell[];
  readonly windows: ReadonlyMap<DeviceId, readonly Opening[]>;
  readonly children: ReadonlyMap<ServiceId, readonly StateStretch[]>;
}

export const byBeginning = (a: Pick<Spell, 'from' | 'id'>, b: Pick<Spell, 'from' | 'id'>) =>
  a.from - b.from || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * The history of one service in [from, to), exact to the millisecond: stretches touch, and two that touch differ.
 * @param compositions of this service, oldest first; before the first nobody can tell
 * @param windows openings of each device in the span, oldest first, that do not touch one another
 * @param children histories of the services that it relies on, over the times in which it does
 */
export function statesIn(
  compositions: readonly Composition[],
  spells: readonly Spell[],
  windows: ReadonlyMap<DeviceId, readonly Opening[]>,
  children: ReadonlyMap<ServiceId, readonly StateStretch[]>,
  from: number,
  to: number,
): StateStretch[] {
  const stretches: StateStretch[] = [];
  const sources = { spells: spells.toSorted(byBeginning), windows, children };
  const first = Math.min(to, compositions[0]?.from ?? to);
  add(stretches, from, first, unknown);
  for (const [i, composition] of compositions.entries()) {
    const begin = Math.max(from, composition.from);
    const end = Math.min(to, compositions[i + 1]?.from ?? to);
    if (begin < end) sweep(stretches, composition, sources, begin, end);
  }
  return stretches;
}

function add(stretches: StateStretch[], from: number, to: number, { state, planned, causes }: Judged): void {
  if (from >= to) return;
  const last = stretches.at(-1);
  if (last && last.state === state && last.planned === planned && isSame(last.causes, causes)) {
    stretches[stretches.length - 1] = { ...last, to };
  } else stretches.push({ from, to, state, planned, causes });
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** One composition from its beginning to its end: from turn to turn, and between two of them nothing changes. */
function sweep(stretches: StateStretch[], composition: Composition, sources: Sources, from: number, to: number): void {
  const { tallies, turns } = arrange(composition, sources, from, to);
  turns.sort((a, b) => a.time - b.time);
  let time = from;
  for (const turn of turns) {
    if (turn.time > time) {
      add(stretches, time, turn.time, judge(tallies));
      ({ time } = turn);
    }
    turn.make();
  }
  add(stretches, time, to, judge(tallies));
}

/** The parts of a composition with nothing out, and all that changes them within a span, what begins before it at its beginning. */
export function arrange(
  { parts, devices }: Composition,
  sources: Sources,
  from: number,
  to: number,
): { readonly tallies: Tally[]; readonly turns: Turn[] } {
  const turns: Turn[] = [];
  const places = new Map<DeviceId, Place[]>();
  const tallies = parts.map((part, i) => {
    const ids = part.of.kind === 'service' ? part.of.ids : [...new Set(devices[i])];
    const tally = tallyOf(part, ids.length);
    for (const [k, member] of tally.members.entries()) {
      const id = ids[k] ?? '';
      if (part.of.kind === 'service') follow(turns, { tally, member }, id, sources.children.get(id) ?? [], from, to);
      else places.set(id as DeviceId, [...(places.get(id as DeviceId) ?? []), { tally, member }]);
    }
    return tally;
  });
  for (const spell of sources.spells) {
    const openings = sources.windows.get(spell.device) ?? [];
    for (const place of places.get(spell.device) ?? []) {
      if (counts(place.tally.part, spell)) suffer(turns, place, spell, openings, from, to);
    }
  }
  return { tallies, turns };
}

interface Place {
  readonly tally: Tally;
  readonly member: Member;
}

/** Whether a device is out of a part while a spell of it lasts. */
function counts({ of }: Part, { kind, rule, instance, severity }: Spell): boolean {
  if (of.kind === 'service') return false;
  if (of.kind === 'check') {
    return kind === 'incident' && rule === of.rule && (of.instance === undefined || of.instance === instance);
  }
  return kind === 'away' || of.counts === 'any' || (of.counts === 'critical' && severity === 'critical');
}

function suffer(
  turns: Turn[],
  { tally, member }: Place,
  spell: Spell,
  openings: readonly Opening[],
  from: number,
  to: number,
): void {
  const begin = Math.max(from, spell.from);
  const end = Math.min(to, spell.to ?? to);
  if (begin >= end) return;
  const set = (open: boolean) => () => alter(tally, member, { planned: open });
  let i = firstAfter(openings, begin);
  const planned = (openings[i]?.from ?? end) <= begin;
  turns.push({
    time: begin,
    make: () => {
      alter(tally, member, { out: member.out + 1, planned });
      tally.causes.add(spell.id);
    },
  });
  for (let opening = openings[i]; opening && opening.from < end; opening = openings[++i]) {
    if (opening.from > begin) turns.push({ time: opening.from, make: set(true) });
    if (opening.to < end) turns.push({ time: opening.to, make: set(false) });
  }
  turns.push({
    time: end,
    make: () => {
      alter(tally, member, { out: member.out - 1 });
      tally.causes.delete(spell.id);
    },
  });
}

/** The first opening that ends after a time. */
function firstAfter(openings: readonly Opening[], time: number): number {
  let [low, high] = [0, openings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((openings[middle]?.to ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A service that another relies on: down it is out, and what it is degraded by it hands on. What is not told of nobody can tell. */
function follow(
  turns: Turn[],
  { tally, member }: Place,
  id: ServiceId,
  stretches: readonly StateStretch[],
  from: number,
  to: number,
): void {
  const cause = `service:${id}`;
  const set = (state: ServiceState, planned: boolean) => () => {
    const out = state === 'down' || state === 'window' ? 1 : 0;
    const ailing = state === 'degraded';
    alter(tally, member, { out, ailing, unknown: state === 'unknown', planned });
    if (out > 0 || ailing) tally.causes.add(cause);
    else tally.causes.delete(cause);
  };
  turns.push({ time: from, make: set('unknown', false) });
  for (const stretch of stretches) {
    const begin = Math.max(from, stretch.from);
    const end = Math.min(to, stretch.to);
    if (begin < end) turns.push({ time: begin, make: set(stretch.state, stretch.planned) });
  }
}
