import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unitCount, unitRestarts, unitState, unitStates } from '@fettle/shared/metrics/unit';
import type { Host, Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';
import { compare, type Groups, groupsIn } from './unit-groups.linux.ts';

const timeoutMs = 10_000;
/**
 * To start systemctl costs more than all other measuring of a minute. A service that starts, stops or fails is seen by its
 * control group, which is looked at every minute; the list is asked for then. Those that do their work and end between two
 * looks leave no group: for them it is asked for this often, if systemd has written down meanwhile that anything began or ended.
 */
const listAnywayMs = 300_000;
/** Restarts are asked of those that started, and of all this often; so is the list, whatever happened. */
const askAnywayMs = 1_800_000;
/** systemd keeps a file here for each unit at work: made when it begins, removed when it ends or fails. */
const atWork = 'run/systemd/units';

/** One service as `systemctl --output=json list-units` tells it. */
interface Unit {
  readonly unit: string;
  readonly load: string;
  readonly active: string;
}

/** Services that systemd makes for one command and forgets: they would fill the list for ever. */
const passing = /^(?:run-|.*@\d+-\d+-)/;

/** The services of systemd, asked by its own program: its socket is root's alone. */
export const unit: SamplerFactory = (host) =>
  existsSync(join(host.root, 'run/systemd/system')) ? new UnitSampler(host) : 'systemd does not run here';

class UnitSampler implements Sampler {
  readonly family = 'unit';
  readonly lane = 'slow';
  readonly #host: Host;
  /** Those that were seen at work or broken: from then on they are told, also when they stop. */
  readonly #told = new Set<string>();
  readonly #restarts = new Map<string, number>();
  #units: readonly Unit[] = [];
  #groups: Groups | undefined;
  #listedAt = Number.NEGATIVE_INFINITY;
  #changedAt: number | undefined;
  #askedAllAt = Number.NEGATIVE_INFINITY;

  constructor(host: Host) {
    this.#host = host;
  }

  async sample(sink: Sink, { monotonic }: Instant): Promise<void> {
    const groups = groupsIn(this.#host.root);
    const change = groups && this.#groups && compare(this.#groups, groups);
    const changedAt = statSync(join(this.#host.root, atWork), { throwIfNoEntry: false })?.mtimeMs;
    const since = monotonic - this.#listedAt;
    const unseen = changedAt === undefined || changedAt !== this.#changedAt;
    if (change === undefined || change.differs || since >= askAnywayMs || (since >= listAnywayMs && unseen)) {
      await this.#list();
      this.#listedAt = monotonic;
      this.#changedAt = changedAt;
    }
    if (change === undefined || monotonic - this.#askedAllAt >= askAnywayMs) {
      await this.#askRestarts(['*.service']);
      this.#askedAllAt = monotonic;
    } else if (change.started.length > 0) {
      await this.#askRestarts(change.started);
    }
    this.#groups = groups;
    this.#tell(sink);
  }

  async #list(): Promise<void> {
    const listed = await this.#ask(['--output=json', 'list-units', '--type=service', '--all']);
    this.#units = unitsOf(listed).filter(({ load, unit: name }) => load !== 'not-found' && !passing.test(name));
    for (const { unit: name, active } of this.#units) if (active !== 'inactive') this.#told.add(name);
  }

  async #askRestarts(names: readonly string[]): Promise<void> {
    const properties = await this.#ask(['show', '--property=Id,NRestarts', ...names]);
    for (const [name, count] of restartsOf(properties)) this.#restarts.set(name, count);
  }

  #tell(sink: Sink): void {
    const listedNow = new Set<string>();
    const counts = new Map<string, number>();
    for (const { unit: name, active } of this.#units) {
      listedNow.add(name);
      counts.set(active, (counts.get(active) ?? 0) + 1);
      if (!this.#told.has(name)) continue;
      sink.set(sink.column(unitState, name), stateIndex(active));
      sink.set(sink.column(unitRestarts, name), this.#restarts.get(name) ?? Number.NaN);
    }
    for (const name of this.#told) {
      // systemd forgets a unit that stopped when no other refers to it.
      if (!listedNow.has(name)) sink.set(sink.column(unitState, name), stateIndex('inactive'));
    }
    for (const state of unitStates) sink.set(sink.column(unitCount, state), counts.get(state) ?? 0);
  }

  #ask(args: readonly string[]): Promise<string> {
    return this.#host.run('systemctl', ['--no-pager', ...args], timeoutMs);
  }
}

/** A state that this version does not know (`maintenance`, `refreshing`) is absent. */
function stateIndex(active: string): number {
  const index = (unitStates as readonly string[]).indexOf(active);
  return index < 0 ? Number.NaN : index;
}

/** @throws Error when it is no list of units */
export function unitsOf(json: string): Unit[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) throw new Error('systemctl listed no units');
  return list.filter(isUnit);
}

function isUnit(item: unknown): item is Unit {
  if (typeof item !== 'object' || item === null) return false;
  const { unit: name, load, active } = item as Record<string, unknown>;
  return typeof name === 'string' && typeof load === 'string' && typeof active === 'string';
}

/** Blocks of `Id=…` and `NRestarts=…`, in any order, with an empty line between units. */
export function restartsOf(properties: string): Map<string, number> {
  const restarts = new Map<string, number>();
  for (const block of properties.split(/\n{2,}/)) {
    const id = /^Id=(.+)$/m.exec(block)?.[1];
    const count = /^NRestarts=(\d+)$/m.exec(block)?.[1];
    if (id !== undefined && count !== undefined) restarts.set(id, Number(count));
  }
  return restarts;
}
