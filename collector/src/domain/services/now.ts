import type { ServiceState } from '@fettle/shared/api/services';
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { ServiceHistoryPorts } from './context.ts';
import { Histories } from './histories.ts';
import { openingsOf } from './openings.ts';
import { isMet } from './tally.ts';
import { arrange, byBeginning } from './timeline.ts';
import type { ServiceId, Spell, StateStretch } from './types.ts';
import type { VisibleService } from './visible.ts';

/** What a service is at one moment. */
export interface ServiceNow {
  readonly state: ServiceState;
  readonly planned: boolean;
  /** When it became so; null: nobody looked yet. */
  readonly since: number | null;
  readonly causes: readonly string[];
  readonly partStates: readonly {
    readonly name: string;
    readonly members: number;
    readonly out: number;
    readonly met: boolean;
  }[];
}

export interface NowView {
  readonly services: ReadonlyMap<ServiceId, ServiceNow>;
  /** What lasts, by id. */
  readonly spells: ReadonlyMap<string, Spell>;
}

/** What these services are at a time, by what lasts then. @param all every service, for those that they rely on */
export async function servicesNow(
  { services }: Pick<ServiceHistoryPorts, 'services'>,
  all: readonly VisibleService[],
  now: number,
): Promise<NowView> {
  const lasting = (await services.lasting(everywhere)).filter(({ from }) => from <= now).toSorted(byBeginning);
  const out = new Set<DeviceId>(lasting.map(({ device }) => device));
  const windows = out.size === 0 ? new Map() : openingsOf(await services.terms(now, now + 1), out, now, now + 1);
  const histories = new Histories({
    compositions: new Map(all.map(({ service, composition }) => [service.id, [composition]])),
    spells: Map.groupBy(lasting, ({ device }) => device),
    windows,
  });
  const told = new Map((await services.states()).map((one) => [one.service, one]));
  const found = new Map<ServiceId, ServiceNow>();
  const stretches = new Map(all.map(({ service: { id } }) => [id, histories.of(id, now, now + 1)]));
  for (const { service, composition } of all) {
    const stretch = stretches.get(service.id)?.[0];
    const state = stretch?.state ?? 'unknown';
    const last = told.get(service.id);
    found.set(service.id, {
      state,
      planned: stretch?.planned ?? false,
      since: last?.state === state ? last.since : null,
      causes: stretch?.causes ?? [],
      partStates: partsNow(composition, { spells: lasting, windows, children: stretches }, now),
    });
  }
  return { services: found, spells: new Map(lasting.map((spell) => [spell.id, spell])) };
}

function partsNow(
  composition: VisibleService['composition'],
  sources: Parameters<typeof arrange>[1] & { readonly children: ReadonlyMap<ServiceId, readonly StateStretch[]> },
  now: number,
): ServiceNow['partStates'] {
  const { tallies, turns } = arrange(composition, sources, now, now + 1);
  for (const { time, make } of turns) if (time <= now) make();
  return tallies.map((tally) => ({
    name: tally.part.name,
    members: tally.members.length,
    out: tally.out,
    met: isMet(tally) ?? false,
  }));
}
