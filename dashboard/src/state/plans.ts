import type { ChangeItem, Plan } from '@fettle/shared/api/changes';
import { readChanges, readPlans } from '../api/changes.ts';
import { day } from '../format/time.ts';
import { clockNow } from './clock.ts';
import { resource } from './resource.ts';

/** Planned changes. */
export const plans = resource<readonly Plan[]>((signal) => readPlans(signal));
/** What altered devices in the last 7 days, newest first. */
export const changes = resource<readonly ChangeItem[]>((signal) => readChanges({ from: clockNow() - 7 * day }, signal));
