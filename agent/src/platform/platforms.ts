import type { OwnCost } from '../samplers/own-cost.ts';
import type { Registry } from '../samplers/runner.ts';

type Load = () => Promise<{ readonly registry: (ownCost: OwnCost) => Registry }>;

const linux: Load = () => import('../samplers/registry.ts');
const portable: Load = () => import('../samplers/registry.portable.ts');

/** Which samplers each platform has. Only those of the platform are loaded. */
const platforms: Readonly<Partial<Record<NodeJS.Platform, Load>>> = {
  linux,
  android: linux,
  win32: portable,
  darwin: portable,
  freebsd: portable,
  openbsd: portable,
  netbsd: portable,
};

/** One that is not in the table gets what every system has. */
export async function registryFor(platform: NodeJS.Platform, ownCost: OwnCost): Promise<Registry> {
  const { registry } = await (platforms[platform] ?? portable)();
  return registry(ownCost);
}
