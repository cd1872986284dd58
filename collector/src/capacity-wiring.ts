/** Forecasts are reckoned once a day and kept, so that pages answer at once; what is asked for seldom is kept for some hours. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import { type Actor, isAllowed, systemActor } from './domain/access/index.ts';
import {
  type CapacityPorts,
  type DeviceCosts,
  type Limit,
  listUnderUsed,
  reckonForecasts,
  reckonLimit,
  type UnderUsed,
} from './domain/capacity/index.ts';
import { deviceCosts } from './domain/value/index.ts';
import type { Log } from './edge/log.ts';
import type { Stores } from './store/stores.ts';

export interface CapacityNeeds {
  readonly stores: Pick<Stores, 'capacity' | 'devices' | 'series' | 'inventory' | 'value'>;
  readonly clock: Clock;
  readonly log: Log;
}

const everyMs = 86_400_000;
/** So long what is under-used is not looked at again. */
const keptMs = 6 * 3_600_000;

export type CapacityDesk = ReturnType<typeof createCapacityDesk>;

export function createCapacityDesk({ stores, clock, log }: CapacityNeeds) {
  const { capacity: store, devices, series, inventory, value } = stores;
  let running: Promise<void> | null = null;
  let lastAt: number | null = null;
  const underUsed = new Map<number, { readonly at: number; readonly found: Promise<UnderUsed[]> }>();

  const costs: DeviceCosts = (some) => deviceCosts({ value }, some);
  const ports = (): CapacityPorts => ({ store, devices, series, inventory, costs, now: clock.now() });
  const pause = async () => {
    await setImmediate();
  };
  const failed = (of: string, error: unknown) => log.error({ err: error, of }, 'a forecast cannot be reckoned');

  /** Never two at once. */
  function reckon(): Promise<void> {
    running ??= (async () => {
      const { forecasts, failures } = await reckonForecasts({ ...ports(), pause, failed });
      lastAt = clock.now();
      log.info({ forecasts, failures }, 'forecasts were reckoned');
    })().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    ports,
    get reckoning(): boolean {
      return running !== null;
    },
    /** Every few minutes: reckons where the last time is a day ago. */
    async tend(): Promise<void> {
      const last = lastAt ?? (await store.reckonedAt());
      if (last === null || clock.now() - last >= everyMs) await reckon();
    },
    /** Begins, unless it is under way; what goes wrong is in the log, and the next turn tries again. */
    begin(): void {
      void reckon().catch((error: unknown) => failed('everything', error));
    },
    /** A limit that was changed is forecast at once. */
    async changed(limit: Limit): Promise<void> {
      await reckonLimit({ ...ports(), failed }, limit);
    },
    /** Of the actor’s devices, looked at for everybody at once. */
    async underUsed(actor: Actor, days: number): Promise<UnderUsed[]> {
      const kept = underUsed.get(days);
      const found =
        kept && clock.now() - kept.at < keptMs
          ? kept.found
          : listUnderUsed(ports(), systemActor('capacity'), { days }, pause);
      if (found !== kept?.found) underUsed.set(days, { at: clock.now(), found });
      // Of many spans only the last few are kept; one that failed is tried again.
      for (const old of [...underUsed.keys()].slice(0, -4)) underUsed.delete(old);
      found.catch(() => underUsed.delete(days));
      const seen = new Map((await devices.devices(actor.scope)).map((one) => [one.id as string, one]));
      const money = isAllowed(actor, 'value.read');
      const shown = (await found).filter(({ device }) => seen.has(device));
      return shown.map((one) => (money ? one : { ...one, costPerMonth: null }));
    },
  };
}
