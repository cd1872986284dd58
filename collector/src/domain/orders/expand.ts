import type { DraftTarget } from '@fettle/shared/api/orders';
import type { ProgramPlatform } from '@fettle/shared/trust/script';
import { isCritical } from '@fettle/shared/trust/class';
import type { Scope } from '../access/index.ts';
import { type Device, selectedDevices } from '../devices/index.ts';
import type { Holding } from '../trust/index.ts';
import type { Composed } from './compose.ts';
import type { OrderPorts } from './context.ts';
import { grantedBy } from './grants.ts';
import { platformOf, runsOn } from './platform.ts';
import type { OrderDraftBody } from './types.ts';

/** A device that a draft is about. */
export interface Candidate extends DraftTarget {
  readonly device: Device;
  readonly critical: boolean;
  /** By its grant, which alone binds the keys of who signs; without one where people say it is. */
  readonly signedSite: string;
}

type Targets = Extract<OrderDraftBody['what'], { kind: 'order' }>['targets'];
type Ports = Pick<OrderPorts, 'devices' | 'trust'>;

/** The devices of a scope that a draft names, each with why it is left out, by name. Ids out of scope are told by their number. */
export async function expand(
  ports: Ports,
  scope: Scope,
  targets: Targets,
  { scripts }: Pick<Composed, 'scripts'>,
): Promise<{ candidates: Candidate[]; missing: number }> {
  const named = await namedBy(ports, scope, targets);
  const [holdings, grants, evidence] = await Promise.all([
    ports.trust.holdings(scope),
    ports.devices.grants(scope),
    ports.trust.evidence(named.map(({ id }) => id)),
  ]);
  const held = new Map(holdings.map((one) => [one.device, one]));
  const statements = [...scripts.values()].map(({ statement }) => statement);
  const candidates = named.map((device): Candidate => {
    const { id, name, site, state } = device;
    const platform = platformOf(device.os);
    const lacks = statements.find((one) => !runsOn(one, platform));
    const grant = grantedBy(grants.get(id));
    return {
      id,
      host: evidence.get(id)?.host ?? name,
      name,
      site,
      platform,
      online: state === 'online' || state === 'late',
      leftOut: leftOut(device, held.get(id), lacks?.name, platform),
      device,
      critical: grant !== null && isCritical(grant.labels),
      signedSite: grant?.site ?? site,
    };
  });
  const missing = targets.kind === 'devices' ? new Set(targets.devices).size - named.length : 0;
  return { candidates, missing };
}

async function namedBy({ devices }: Ports, scope: Scope, targets: Targets): Promise<Device[]> {
  if (targets.kind === 'selector') return selectedDevices({ store: devices }, scope, targets.selector);
  const ids = new Set(targets.devices);
  return (await devices.devices(scope)).filter(({ id }) => ids.has(id));
}

function leftOut(
  { state }: Device,
  held: Holding | undefined,
  lacks: string | undefined,
  platform: ProgramPlatform | '',
): string | null {
  if (state === 'retired') return 'It was retired.';
  if (state === 'quarantined') return 'It is quarantined: two agents answered for it.';
  if (held?.executor === 'locked') return 'Its owner has locked it: it runs nothing.';
  if (held?.executor === 'off') return 'It is monitor-only: it runs nothing.';
  return lacks === undefined ? null : `${lacks} has no program for ${platform}.`;
}
