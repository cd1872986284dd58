import { agentActor, allowAgent } from '../access/index.ts';
import type { TrustStore } from './store.ts';
import type { Holding } from './types.ts';

/** Keeps what agents said they hold, many at once. @throws FettleError `not_allowed` */
export async function recordHoldings(
  { trust }: { readonly trust: TrustStore },
  holdings: readonly Holding[],
): Promise<void> {
  for (const { device } of holdings) allowAgent(agentActor(device), 'agent.report', device);
  if (holdings.length > 0) await trust.hold(holdings);
}
