import type { ChangeItem } from '@fettle/shared/api/changes';
import type { Incident } from '@fettle/shared/api/incidents';
import type { Level } from '@fettle/shared/api/levels';
import type { History } from '@fettle/shared/api/services';
import { readChanges } from '../../api/changes.ts';
import { readIncidents } from '../../api/incidents.ts';
import { readLevels } from '../../api/levels.ts';
import { readServiceHistory } from '../../api/services.ts';
import { day } from '../../format/time.ts';
import { clockNow } from '../../state/clock.ts';
import { type Resource, resource } from '../../state/resource.ts';
import { monthsBefore } from './history.ts';

/** What the page of one service reads for itself. */
export interface ServiceParts {
  /** Of the last 12 months. */
  readonly history: Resource<History>;
  readonly levels: Resource<readonly Level[]>;
  /** Open on any device that the person sees; the page shows those of its devices. */
  readonly incidents: Resource<readonly Incident[]>;
  /** Of the last 7 days. */
  readonly changes: Resource<readonly ChangeItem[]>;
}

export function partsOf(id: string): ServiceParts {
  return {
    history: resource((signal) => readServiceHistory(id, monthsBefore(clockNow(), 11), clockNow(), signal)),
    levels: resource<readonly Level[]>((signal) => readLevels({ service: id, periods: 13 }, signal)),
    incidents: resource<readonly Incident[]>((signal) => readIncidents({ quiet: '1' }, signal, 1_000)),
    changes: resource<readonly ChangeItem[]>((signal) => readChanges({ from: clockNow() - 7 * day }, signal, 1_000)),
  };
}
