import type { Scope } from '../access/index.ts';
import type { Device, DeviceStore } from '../devices/index.ts';
import type { LevelStore } from './store.ts';
import type { BackupLook, RestoreTest } from './types.ts';

export interface ContinuityPorts {
  readonly levels: LevelStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
}

/** What is known of a device's backups at a time. */
export interface Continuity {
  readonly device: Device;
  /** The newest run that told the backup fresh, and the newest that did not; null: there was none. */
  readonly fresh: BackupLook | null;
  readonly stale: BackupLook | null;
  readonly restore: RestoreTest | null;
}

/** `fresh`: the newest run said so within the time; `overdue`: it said so, longer ago; `stale`: it said no; `never`: no run said anything. */
export type BackupState = 'fresh' | 'overdue' | 'stale' | 'never';

/** Of each device of a scope what was known of its backups before a time, by name. */
export async function continuityAt(ports: ContinuityPorts, scope: Scope, before: number): Promise<Continuity[]> {
  const devices = await ports.devices.devices(scope);
  const looks = await ports.levels.lastLooks(before);
  const fresh = new Map(looks.filter((look) => look.fresh).map((look) => [look.device, look]));
  const stale = new Map(looks.filter((look) => !look.fresh).map((look) => [look.device, look]));
  const tests = new Map((await ports.levels.lastTests(before)).map((test) => [test.device, test]));
  return devices.map((device) => ({
    device,
    fresh: fresh.get(device.id) ?? null,
    stale: stale.get(device.id) ?? null,
    restore: tests.get(device.id) ?? null,
  }));
}

export function backupState({ fresh, stale }: Continuity, withinMs: number, now: number): BackupState {
  if (fresh === null && stale === null) return 'never';
  if (fresh === null || (stale !== null && stale.time > fresh.time)) return 'stale';
  return now - fresh.time < withinMs ? 'fresh' : 'overdue';
}

/** How old a backup may be on each device, by the tightest objective of a service that is made of it; others are left out. */
export async function freshnessWanted(
  { levels, services }: { readonly levels: LevelStore; readonly services: CompositionsOf },
  time: number,
): Promise<Map<string, number>> {
  const wanted = new Map<string, number>();
  for (const { kind, service, withinMs } of await levels.objectives()) {
    if (kind !== 'freshness' || withinMs === null) continue;
    for (const { devices } of await services.compositions(time, time + 1, service)) {
      for (const device of devices.flat()) wanted.set(device, Math.min(withinMs, wanted.get(device) ?? withinMs));
    }
  }
  return wanted;
}

interface CompositionsOf {
  compositions(
    from: number,
    to: number,
    service: string,
  ): Promise<readonly { readonly devices: readonly (readonly string[])[] }[]>;
}
