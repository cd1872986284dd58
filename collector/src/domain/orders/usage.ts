import type { Scope } from '../access/index.ts';
import type { ScriptUse } from '../scripts/index.ts';
import type { OrderPorts } from './context.ts';
import type { RunTotals, UsedScript } from './types.ts';

const countedMs = 30 * 86_400_000;

/** How often each script ran on devices of a scope in the last 30 days. */
export async function scriptUse(
  { orders, runs, standing, now }: Pick<OrderPorts, 'orders' | 'runs' | 'standing' | 'now'>,
  scope: Scope,
): Promise<ReadonlyMap<string, ScriptUse>> {
  const since = now - countedMs;
  const [once, lasting] = await Promise.all([
    runs.totals(scope, 'order', since),
    runs.totals(scope, 'standing', since),
  ]);
  const scripts = new Map<string, readonly UsedScript[]>();
  for (const { order } of once) {
    const found = await orders.order(scope, order as never);
    if (found) scripts.set(order, found.scripts);
  }
  for (const one of lasting.length > 0 ? await standing.standings() : []) scripts.set(one.id, one.scripts);
  const use = new Map<string, ScriptUse & { readonly versions: Map<number, number> }>();
  for (const totals of [...once, ...lasting]) add(use, totals, scripts.get(totals.order) ?? []);
  return use;
}

function add(
  use: Map<string, ScriptUse & { readonly versions: Map<number, number> }>,
  { runs, failed, lastRunAt }: RunTotals,
  scripts: readonly UsedScript[],
): void {
  for (const { name, version } of scripts) {
    const before = use.get(name) ?? { runs: 0, failed: 0, lastRunAt: null, versions: new Map<number, number>() };
    before.versions.set(version, (before.versions.get(version) ?? 0) + runs);
    use.set(name, {
      runs: before.runs + runs,
      failed: before.failed + failed,
      lastRunAt: Math.max(before.lastRunAt ?? 0, lastRunAt ?? 0) || null,
      versions: before.versions,
    });
  }
}
