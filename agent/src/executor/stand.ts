/** What acceptance is told of this device: from the executor's own folder, and nothing else. */
import type { Held } from '@fettle/shared/trust/accept/question';
import { fromBase64 } from '@fettle/shared/trust/base64';
import type { Kept } from '@fettle/shared/trust/keep';
import type { Clock } from './clock.ts';
import { type Folder, type Pin, readPin } from './folder.ts';
import { isLocked } from './lock.ts';
import type { Platform } from './platform/platform.ts';
import { historyOf } from '@fettle/shared/trust/firings';

export interface Stand {
  readonly pin: Pin;
  readonly kept: Kept;
}

/** Null: this device was never told whom to obey, or has not got that root yet. */
export function standOf(folder: Folder): Stand | null {
  const [pin, kept] = [readPin(folder.path), folder.kept()];
  return pin === null || kept === null ? null : { pin, kept };
}

export function heldBy({ pin, kept }: Stand, folder: Folder, clock: Clock, platform: Platform): Held {
  const { sights } = folder.notes();
  const { intents } = folder;
  const now = clock.now();
  return {
    root: kept.root,
    revoke: kept.revoke,
    fresh: kept.fresh?.statement ?? null,
    grant: kept.grant?.statement ?? null,
    device: { id: pin.device, host: pin.host, platform: platform.programs },
    sealingKey: fromBase64(pin.sealing),
    locked: isLocked(folder.path),
    floor: kept.floor,
    now,
    boot: now - clock.uptime() * 1_000,
    begun: [...intents.values()].filter(({ kind }) => kind === 'order').map(({ started }) => Math.min(started, now)),
    seen: (order) => intents.has(order),
    firstSight: (hash) => (Object.hasOwn(sights, hash) ? Math.min(sights[hash] ?? now, now) : null),
    history(id) {
      const standing = folder.standing.get(id);
      return standing === undefined ? null : historyOf(standing);
    },
  };
}
