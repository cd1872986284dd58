import type { RunItem } from '@fettle/shared/api/orders';
import { useEffect, useMemo } from 'preact/hooks';
import { readRuns } from '../../api/orders.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go, orderPath, runPath } from '../../routes.ts';
import { resource } from '../../state/resource.ts';
import { RunTable } from './table.tsx';

const filters = ['device', 'order', 'standing', 'script', 'incident'] as const;

/** What the address narrows the runs to. Pure. */
export function runQuery(search: string): Record<string, string> {
  const query = new URLSearchParams(search);
  return Object.fromEntries(filters.flatMap((name) => (query.has(name) ? [[name, query.get(name) ?? '']] : [])));
}

/** How the runs that are listed went. Pure. */
export function runsSentence(runs: readonly RunItem[]): Piece[] {
  if (runs.length === 0) return [{ text: 'Nothing ran here.' }];
  const failed = runs.filter(({ state }) => ['failed', 'timeout', 'unknown', 'refused'].includes(state)).length;
  return [
    { text: counted(runs.length, 'run'), strong: true },
    { text: ', ' },
    failed === 0 ? { text: 'none failed.' } : { text: `${failed} failed`, shape: 'critical' },
    { text: failed === 0 ? '' : '.' },
  ];
}

/** Runs of a device, a script, a standing order; the one run of an order on a device leads to its own page. */
export function RunsPage() {
  const search = address.value.search;
  const query = runQuery(search);
  const single = query['order'] !== undefined && query['device'] !== undefined;
  const runs = useMemo(() => resource<readonly RunItem[]>((signal) => readRuns(query, signal, 1_000)), [search]);
  const all = runs.value.value;
  const problem = runs.problem.value;
  const [first] = all ?? [];
  useEffect(() => {
    if (single && first) go(runPath(first.id), true);
  }, [single, first]);
  const of = all?.[0];
  return (
    <Page
      name={`runs ${search}`}
      crumb={
        <>
          <a href="/orders">Orders</a>
          <span class="sep">/</span>
          <b>Runs</b>
          {query['device'] !== undefined && of ? (
            <>
              <span class="sep">·</span>on {plain(of.deviceName, 64)}
            </>
          ) : null}
          {query['script'] === undefined ? null : (
            <>
              <span class="sep">·</span>of {plain(query['script'], 64)}
            </>
          )}
        </>
      }
      pieces={all ? runsSentence(all) : [{ text: 'Reading the runs.', lesser: true }]}
      read={() => runs.renew()}
      heeds={['run.']}
      keys={{ Escape: () => history.back() }}
    >
      {all && !single ? (
        <Section title="Runs" note="newest first">
          {all.length > 0 ? (
            <RunTable runs={all} column="both" />
          ) : (
            <div class="frame">
              <h3>Nothing ran here yet.</h3>
              <p>When an order or a standing order runs, how it went stands here, with its receipt.</p>
            </div>
          )}
        </Section>
      ) : null}
      {single && all?.length === 0 ? (
        <div class="frame">
          <h3>This device has not begun it.</h3>
          <p>What it does is shown here as soon as the order reaches it.</p>
          <div class="acts">
            <a class="b main" href={orderPath(query['order'] ?? '')}>
              To the order
            </a>
          </div>
        </div>
      ) : null}
      {!all && problem ? <Failed what="The runs" problem={problem} again={() => runs.renew()} /> : null}
      {!all && !problem ? <Waiting what="the runs" rows={8} cancel={runs.cancel} /> : null}
    </Page>
  );
}
