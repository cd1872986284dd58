import { type AccessStore, type Actor, audited, covers, type Scope } from '../access/index.ts';
import type { Forecast, UnderUsed } from '../capacity/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { Note } from '../events/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { SeriesStore } from '../series/index.ts';
import type { ServiceStore } from '../services/index.ts';
import type { ImprovementStore } from './store.ts';
import type { Improvement, Project } from './types.ts';

/** What is measured with. */
export interface MeasurePorts {
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly devices: Pick<DeviceStore, 'devices'>;
  readonly series: Pick<SeriesStore, 'scan'>;
  readonly services: ServiceStore;
}

/** What capacity suggests; absent: nothing does. */
export interface TrendPorts {
  filling(actor: Actor): Promise<readonly Forecast[]>;
  underUsed(actor: Actor): Promise<readonly UnderUsed[]>;
}

/** What the verbs of this capability need. `now`: ms since 1970. */
export interface ImprovementPorts extends MeasurePorts {
  readonly improvements: ImprovementStore;
  readonly access: Pick<AccessStore, 'person'>;
  readonly trends?: TrendPorts;
  readonly now: number;
}

/**
 * One of no site is about everything. It is measured over all that is at its site: who sees only some of the devices there would be told of
 * the others.
 */
export function seesImprovement({ scope }: Pick<Actor, 'scope'>, one: Pick<Improvement, 'site'>): boolean {
  return covers(scope, scopeOf(one));
}

export const seesAll = ({ sites, selector }: Scope): boolean => sites === 'all' && selector === undefined;

/** Where it is measured: at its site, or everywhere; whoever looks is shown the same figures. */
export const scopeOf = ({ site }: Pick<Improvement, 'site'>): Scope => ({ sites: site === null ? 'all' : [site] });

export function improvementNote(actor: Actor, time: number, { id, state, site }: Improvement, act: string): Note {
  const detail = { improvement: id, state };
  return {
    events: [{ time, kind: 'improvement.changed', device: null, site, detail }],
    audit: [audited(actor, time, `improvements.${act}`, `improvement:${id}`, detail)],
  };
}

export function projectNote(
  actor: Actor,
  time: number,
  { id, state }: Pick<Project, 'id' | 'state'>,
  act: string,
): Note {
  return {
    events: [{ time, kind: 'project.changed', device: null, site: null, detail: { project: id } }],
    audit: [audited(actor, time, `projects.${act}`, `project:${id}`, { state })],
  };
}
