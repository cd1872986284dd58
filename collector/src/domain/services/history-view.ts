import type { History } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, everywhere } from '../access/index.ts';
import { causesFor } from './causes.ts';
import type { ServicePorts } from './context.ts';
import { serviceHistories } from './history.ts';
import { noTotals } from './list.ts';
import { visibleServices } from './visible.ts';

const longestMs = 800 * 86_400_000;
const stretchesAtMost = 20_000;

/**
 * The history of a service with its causes in words; what lies after now is left out.
 * @throws FettleError `not_found`, `not_allowed`, `input_invalid`, `query_too_large`
 */
export async function viewHistory(
  ports: ServicePorts,
  actor: Actor,
  { id, from, to }: { readonly id: string; readonly from: number; readonly to: number },
): Promise<History> {
  allow(actor, 'service.read');
  if (to <= from) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (to - from > longestMs) throw new FettleError('query_too_large', 'Ask for 800 days at most.');
  const visible = await visibleServices(ports, actor);
  if (!visible.some(({ service }) => service.id === id)) throw new FettleError('not_found');
  const end = Math.min(to, ports.now);
  const stretches = (await serviceHistories(ports, [id], from, end)).get(id) ?? [];
  if (stretches.length > stretchesAtMost) {
    throw new FettleError('query_too_large', `It changed ${stretches.length} times. Ask for a shorter time.`);
  }
  // It may have been made of what the actor does not see: how it was is told, and nothing of that.
  const devices = new Map((await ports.devices.devices(actor.scope)).map((device) => [device.id, device.name]));
  const spells = (await ports.services.spells(everywhere, { from, to: end })).filter(({ device }) =>
    devices.has(device),
  );
  const byId = new Map(spells.map((spell) => [spell.id, spell]));
  const names = new Map(visible.map(({ service }) => [service.id, service.name]));
  const totals = noTotals();
  const items = stretches.map((stretch) => {
    totals[stretch.state] = (totals[stretch.state] ?? 0) + stretch.to - stretch.from;
    const services = new Map([...names].map(([service, name]) => [service, { name, since: stretch.from }]));
    const causes = stretch.causes.length === 0 ? [] : causesFor(stretch.causes, { spells: byId, devices, services });
    return { from: stretch.from, to: stretch.to, state: stretch.state, causes };
  });
  return { service: id, items, totals };
}
