import * as samplers from './linux.ts';
import type { OwnCost } from './own-cost.ts';
import type { Registry } from './runner.ts';
import type { Host, Sampler } from './sampler.ts';

/** Most need the host alone; what tells of the agent itself is given its own cost, too. */
type Factory = (host: Host, ownCost: OwnCost) => Sampler | string;

/** What Linux has samplers for. */
export function registry(ownCost: OwnCost): Registry {
  return Object.entries<Factory>(samplers).map(([family, factory]) => [family, (host) => factory(host, ownCost)]);
}
