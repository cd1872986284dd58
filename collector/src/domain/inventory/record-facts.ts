import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';
import { type Actor, allowAgent, everywhere } from '../access/index.ts';
import { describeDevice, type DeviceStore } from '../devices/index.ts';
import type { NewEvent } from '../events/index.ts';
import type { InventoryStore } from './store.ts';
import type { Fact, FactChange } from './types.ts';

export interface FactsReport {
  readonly device: DeviceId;
  /** When they were taken, ms since 1970. */
  readonly time: number;
  readonly facts: Readonly<Record<string, string>>;
}

/** The facts that say what a device is; an agent that does not know its kind leaves that out. */
const osFact = 'os.description';
const kindFact = 'device.kind';
/** Another at each boot. */
const bootFact = 'host.boot.id';

/**
 * Makes what an agent reports the device's facts; tells what differed, and that it was restarted. The first report is no
 * change.
 * @throws FettleError `device_unknown`, `message_too_large`, `name_too_long`, `not_allowed`
 */
export async function recordFacts(
  { store, devices, now }: { readonly store: InventoryStore; readonly devices: DeviceStore; readonly now: number },
  actor: Actor,
  { device: id, time, facts: reported }: FactsReport,
): Promise<FactChange[]> {
  allowAgent(actor, 'agent.report', id);
  const facts = storable(reported);
  const device = await devices.device(everywhere, id);
  if (!device) throw new FettleError('device_unknown');
  const known = await store.facts(id);
  // Each new connection tells them, and a fleet that comes back at once would wait for the disk device by device.
  if (isSame(known, facts)) return [];
  const first = known.length === 0;
  const tell = (kind: string, detail: NewEvent['detail']) => ({
    time: now,
    kind,
    device: id,
    site: device.site,
    detail,
  });
  const changes = await store.replace({ device: id, time, facts }, (differences) => {
    if (first) return { events: [], audit: [] };
    const booted = differences.some(({ name, before }) => name === bootFact && before !== null);
    const events = [tell('facts.changed', { changes: differences })];
    return { events: booted ? [tell('device.restarted', {}), ...events] : events, audit: [] };
  });
  if (changes.some(({ name }) => name === osFact || name === kindFact)) {
    const kind = facts[kindFact];
    const seen = { id, os: facts[osFact] ?? '', ...(kind === undefined ? {} : { kind: kind.slice(0, 32) }) };
    await describeDevice({ store: devices, now }, actor, seen);
  }
  return changes;
}

function isSame(known: readonly Fact[], facts: Readonly<Record<string, string>>): boolean {
  return (
    known.length === Object.keys(facts).length &&
    known.every(({ name, value }) => Object.hasOwn(facts, name) && facts[name] === value)
  );
}

/** Within the bounds of the protocol, and without what not every database can keep (NUL, lone surrogates). */
function storable(facts: FactsReport['facts']): Record<string, string> {
  const entries = Object.entries(facts);
  if (entries.length > limits.facts) throw new FettleError('message_too_large', `More than ${limits.facts} facts.`);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (name.length > limits.factName) throw new FettleError('name_too_long');
      return [plain(name), plain(value.slice(0, limits.factValue))];
    }),
  );
}

function plain(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
