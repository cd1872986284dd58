import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../../access/index.ts';
import type { Device } from '../../devices/index.ts';
import type { Event, EventStore } from '../../events/index.ts';
import type { StateSince } from './run-states.ts';

const pageSize = 1_000;
/** More are not looked at. */
const mostEvents = 200_000;

export interface StatesRead {
  readonly states: ReadonlyMap<DeviceId, readonly StateSince[]>;
  readonly events: number;
  /** There were more. */
  readonly cut: boolean;
}

/** The states of devices over a time, by the events that told them; each from `from` on. */
export async function readStates(
  store: EventStore,
  scope: Scope,
  devices: readonly Device[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<StatesRead> {
  const found: Event[] = [];
  let before: number | undefined;
  while (found.length < mostEvents) {
    const query = { kind: 'device.state', from, to, limit: pageSize, ...(before !== undefined && { before }) };
    const page = await store.list(scope, query);
    found.push(...page);
    before = page.at(-1)?.sequence;
    if (page.length < pageSize) break;
  }
  const own = Map.groupBy(found.toReversed(), ({ device }) => device);
  const states = new Map(devices.map((device) => [device.id, statesOf(device, own.get(device.id) ?? [], from)]));
  return { states, events: found.length, cut: found.length >= mostEvents };
}

function statesOf({ state }: Device, events: readonly Event[], from: number): StateSince[] {
  const first = (events[0]?.detail['from'] as DeviceState | undefined) ?? state;
  return [
    { time: from, state: first },
    ...events.map(({ time, detail }) => ({ time, state: detail['to'] as DeviceState })),
  ];
}
