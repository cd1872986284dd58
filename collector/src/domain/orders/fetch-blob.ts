import type { DeviceId } from '@fettle/shared/ids';
import { fits } from '@fettle/shared/trust/scope';
import { agentActor, allowAgent } from '../access/index.ts';
import type { OrderPorts } from './context.ts';
import { grantedBy } from './grants.ts';

type Ports = Pick<OrderPorts, 'runs' | 'standing' | 'scripts' | 'devices'>;

/** A body that belongs to something signed for this device; null: none does, or it is not here. */
export async function fetchBlob(ports: Ports, device: DeviceId, sha256: string): Promise<Uint8Array | null> {
  allowAgent(agentActor(device), 'agent.report', device);
  const { order, standing } = await ports.runs.mayFetch(device, sha256);
  if (!order && !(await isForStanding(ports, device, standing))) return null;
  const text = await ports.scripts.blob(sha256);
  return text === null ? null : new TextEncoder().encode(text);
}

async function isForStanding(
  { standing, devices }: Ports,
  device: DeviceId,
  owners: readonly string[],
): Promise<boolean> {
  if (owners.length === 0) return false;
  const grant = grantedBy((await devices.grant(device))?.envelope);
  if (grant === null) return false;
  const all = await standing.standings();
  return all.some(
    ({ id, signedVersion, selector }) => owners.includes(`${id}@${signedVersion}`) && fits(selector, grant),
  );
}
