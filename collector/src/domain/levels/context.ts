import { randomBytes } from 'node:crypto';
import { base32 } from '@fettle/shared/ids';
import type { DeviceStore } from '../devices/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { ServiceStore } from '../services/index.ts';
import type { LevelStore } from './store.ts';

/** What levels are reckoned from; `now` ms since 1970. */
export interface LevelPorts {
  readonly levels: LevelStore;
  readonly services: ServiceStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
  readonly incidents: Pick<IncidentStore, 'list' | 'targets'>;
  readonly now: number;
}

/** `v…`: 80 random bits. */
export function newTestId(): string {
  return `v${base32(randomBytes(10), 16)}`;
}
