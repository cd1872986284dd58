import type { DeviceId, RuleId } from '@fettle/shared/ids';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Tell } from '@fettle/shared/rules/evaluator';
import { gapAfter } from '@fettle/shared/rules/cadence';
import { instanceText } from '@fettle/shared/rules/where';
import type { Severity } from '@fettle/shared/severity';
import type { Device } from '../../devices/index.ts';
import type { SeriesStore, StoredFrame } from '../../series/index.ts';
import type { Finding, Rule } from '../types.ts';
import { chosen, type Entry, isOtherwise, newEntry, type PastOfRule } from './entry.ts';
import { RuleBook } from './rule-book.ts';
import { judgeSilence } from './silence.ts';
import { judgeTrends, trendEveryMs, trendSlice } from './trends.ts';

export interface RuleEnginePorts {
  /** All rules. */
  rules(): Promise<readonly Rule[]>;
  /** All devices. */
  devices(): Promise<readonly Device[]>;
  readonly series: Pick<SeriesStore, 'scan'>;
  /** The collector's clock, ms since 1970. */
  now(): number;
  /** Told at once of what changed, in order. */
  sink(findings: readonly Finding[]): void;
  /** A rule could not be evaluated. */
  failed(rule: RuleId, error: unknown): void;
}

/** Something that was told before the engine began and is not known to have ended. */
export interface Seed {
  readonly rule: RuleId;
  readonly device: DeviceId;
  readonly metric: string | null;
  readonly attributes: Attributes;
  readonly severity: Severity;
  readonly since: number;
}

export interface RuleEngine {
  /** Takes frames that are durable, in order. Those that are late change history, not the pager; those that were judged before are not again. */
  frames(stored: readonly StoredFrame[]): void;
  /** Judges frames that are not durable yet; they come again with `frames` once they are. */
  arrived(frames: readonly StoredFrame[]): void;
  /** What time brings: devices that came, went or changed, calendars, silence. Each second. */
  tick(): Promise<void>;
  /** Looks at the trends of some devices that are due. Every few seconds. */
  trends(): Promise<void>;
  /** Rules were changed. */
  reload(): Promise<void>;
  /** Takes over what was told before; what no rule asks for any more ends. Once, after the first `reload` and `tick`. */
  seed(open: readonly Seed[]): void;
  /** What is told of an instance now; null: in order. */
  severity(rule: RuleId, device: DeviceId, attributes: Attributes): Severity | null;
}

/** Frames are of now when they are so young: three intervals, and at least so many ms. */
const youngMs = 60_000;
/** Devices whose rules are chosen anew in one tick; those that speak need not wait for it. */
const rescopedATick = 1_000;
const none: readonly PastOfRule[] = [];
const gone = new Set<Device['state']>(['retired']);

export function createRuleEngine(ports: RuleEnginePorts): RuleEngine {
  return new Engine(ports);
}

class Engine implements RuleEngine {
  readonly #ports: RuleEnginePorts;
  readonly #book = new RuleBook();
  readonly #entries = new Map<DeviceId, Entry>();
  readonly #startedAt: number;
  /** The devices of the last tick. */
  #met: readonly Device[] = [];
  #found: Finding[] = [];
  /** The newest frames of devices that enrolled since the last tick; they are looked at with the next. */
  readonly #strangers = new Map<DeviceId, StoredFrame>();
  /** Where the looking for trends goes on. */
  #trendsAt = 0;
  /** The frame that is evaluated, and how it tells: one function for all, for frames are many. */
  #speaks: StoredFrame | null = null;
  readonly #hear: Tell = (verdict) => {
    if (this.#speaks === null) return;
    const { device, frame } = this.#speaks;
    const tables = verdict.severity === null || frame.tables.length === 0 ? {} : { tables: frame.tables };
    this.#found.push({ ...verdict, rule: verdict.rule as RuleId, device, ...tables });
  };

  constructor(ports: RuleEnginePorts) {
    this.#ports = ports;
    this.#startedAt = ports.now();
  }

  frames(stored: readonly StoredFrame[]): void {
    for (const { device, time } of stored) {
      for (const past of this.#entries.get(device)?.pasts.values() ?? none) {
        if (time < past.touched) past.touched = time;
      }
    }
    this.arrived(stored);
  }

  arrived(frames: readonly StoredFrame[]): void {
    const now = this.#ports.now();
    this.#book.turn(now);
    for (const one of newestOf(frames)) {
      const { device, frame, time, dictionary } = one;
      const entry = this.#entries.get(device);
      if (!entry) this.#strangers.set(device, one);
      if (!entry || time <= entry.evaluator.time) continue;
      const { device: of, cadence } = entry;
      if (now - time > Math.max(3 * of.interval, youngMs) || time - now > youngMs) continue;
      this.#rescope(entry, now);
      this.#speaks = one;
      entry.evaluator.frame(
        dictionary,
        time,
        frame.values,
        { gapMs: gapAfter(cadence.usual, of.interval) },
        this.#hear,
      );
      cadence.take(time);
    }
    this.#tell();
  }

  async tick(): Promise<void> {
    const devices = await this.#ports.devices();
    const now = this.#ports.now();
    this.#book.turn(now);
    this.#meet(devices, now);
    const strangers = [...this.#strangers.values()];
    this.frames(strangers);
    this.#strangers.clear();
    let rescoped = 0;
    for (const entry of this.#entries.values()) {
      if (entry.generation !== this.#book.generation && rescoped++ < rescopedATick) this.#rescope(entry, now);
      if (entry.silences.length > 0) judgeSilence(entry, now, this.#startedAt, this.#telling(entry.device.id));
    }
    this.#tell();
  }

  async trends(): Promise<void> {
    const now = this.#ports.now();
    const all = [...this.#entries.values()];
    const due: Entry[] = [];
    for (let looked = 0; looked < all.length && due.length < trendSlice; looked++) {
      const entry = all[this.#trendsAt++ % all.length];
      if (!entry?.hasTrends || entry.trendsDue > now) continue;
      entry.trendsDue = now + trendEveryMs;
      due.push(entry);
    }
    if (due.length === 0) return;
    const { series } = this.#ports;
    const failed = (rule: RuleId, error: unknown) => this.#ports.failed(rule, error);
    await judgeTrends({ series, failed, telling: (device) => this.#telling(device) }, due, now);
    this.#tell();
  }

  async reload(): Promise<void> {
    const rules = await this.#ports.rules();
    this.#book.replace(rules, this.#ports.now(), (rule, error) => this.#ports.failed(rule, error));
  }

  seed(open: readonly Seed[]): void {
    const now = this.#ports.now();
    for (const seed of open) {
      const { rule, device, attributes, severity, since } = seed;
      const entry = this.#entries.get(device);
      if (entry) this.#rescope(entry, now);
      if (entry?.evaluator.seed(rule, attributes, severity, since)) continue;
      this.#found.push(endOf(seed, now, entry ? 'rule_gone' : 'instance_gone'));
    }
    this.#tell();
  }

  severity(rule: RuleId, device: DeviceId, attributes: Attributes): Severity | null {
    return this.#entries.get(device)?.evaluator.severity(rule, instanceText(attributes)) ?? null;
  }

  #meet(devices: readonly Device[], now: number): void {
    if (devices === this.#met) return;
    this.#met = devices;
    const here = new Set<DeviceId>();
    for (const device of devices) {
      if (gone.has(device.state)) continue;
      here.add(device.id);
      const entry = this.#entries.get(device.id);
      if (!entry) {
        const { generation } = this.#book;
        this.#entries.set(device.id, newEntry(device, this.#book.setFor(device), generation));
      } else if (entry.device !== device) {
        if (isOtherwise(entry.device, device)) entry.generation = 0;
        entry.device = device;
      }
    }
    if (here.size === this.#entries.size) return;
    for (const [id, { evaluator }] of this.#entries) {
      if (here.has(id)) continue;
      evaluator.end(now, 'instance_gone', this.#telling(id));
      this.#entries.delete(id);
    }
  }

  /** Chooses the rules of a device anew where they may be others. */
  #rescope(entry: Entry, now: number): void {
    const { generation } = this.#book;
    if (entry.generation === generation) return;
    entry.generation = generation;
    const rules = this.#book.setFor(entry.device);
    if (rules === entry.evaluator.rules) return;
    entry.evaluator.use(rules, now, this.#telling(entry.device.id));
    Object.assign(entry, chosen(rules));
    entry.state = null;
    entry.trendsDue = 0;
  }

  #telling(device: DeviceId): Tell {
    return (verdict) => this.#found.push({ ...verdict, rule: verdict.rule as RuleId, device });
  }

  #tell(): void {
    if (this.#found.length === 0) return;
    const found = this.#found;
    this.#found = [];
    this.#ports.sink(found);
  }
}

/** Of frames that became durable together the newest of each device: those before it are history, however young. */
function newestOf(stored: readonly StoredFrame[]): readonly StoredFrame[] {
  if (stored.length < 2) return stored;
  const newest = new Map<DeviceId, StoredFrame>();
  for (const one of stored) if (one.time >= (newest.get(one.device)?.time ?? 0)) newest.set(one.device, one);
  return [...newest.values()];
}

function endOf(seed: Seed, time: number, reason: 'rule_gone' | 'instance_gone'): Finding {
  const { rule, device, metric, attributes } = seed;
  const words = reason === 'rule_gone' ? 'No rule asks for it any more' : 'It is not there any more';
  const named = { rule, device, metric, attributes, instance: instanceText(attributes) };
  return { ...named, severity: null, time, since: time, value: null, limit: null, words, reason };
}
