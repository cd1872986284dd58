/** Runs as changes and incidents ask for them, out of what orders keep. */
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { maxDecimals, unscaled } from '@fettle/shared/protocol/scaled';
import type { RunId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import { everywhere, systemActor } from './domain/access/index.ts';
import type { RunSheet, RunSource } from './domain/changes/index.ts';
import { type Remedy, type Run, runReader, type RunResult, safeText } from './domain/orders/index.ts';
import type { Rule } from './domain/rules/index.ts';
import type { Records } from './store/stores.ts';

type Needs = Pick<Records, 'orders' | 'runs' | 'standing' | 'rules'>;

const ordersAtMost = 200;
/** Characters of the end of an output. */
const longestOutput = 8_000;

export function runSource(stores: Needs): RunSource {
  const reader = runReader(stores.runs, systemActor('changes'));

  /** Thousands of runs of one order end in the same second: what they have in common is read once. */
  async function sheetsOf(ids: readonly RunId[]): Promise<RunSheet[]> {
    const signers = new Map<string, Promise<string | null>>();
    const rules = new Map<string, Promise<Rule | null>>();
    const found = await reader.getRuns(ids);
    return Promise.all(
      found.map(async ({ run, result, remedy }) => {
        const by = await once(signers, run.order, () => signersOf(stores, run));
        const rule =
          run.rule === null ? null : await once(rules, run.rule, (id) => stores.rules.rule(id as Rule['id']));
        return sheetOf({ run, result, remedy, by, rule });
      }),
    );
  }

  return {
    several: (ids) => sheetsOf(ids as readonly RunId[]),
    run: async (id) => (await sheetsOf([id as RunId]))[0] ?? null,
    async ordersOf(scope, change) {
      const found = await stores.orders.orders(scope, { change, limit: ordersAtMost });
      return found.map(({ id, title, state }) => ({ id, title, state }));
    },
  };
}

function once<Found>(
  known: Map<string, Promise<Found>>,
  key: string,
  read: (key: string) => Promise<Found>,
): Promise<Found> {
  const found = known.get(key) ?? read(key);
  known.set(key, found);
  return found;
}

async function signersOf({ orders, standing }: Needs, { kind, order }: Run): Promise<string | null> {
  const found =
    kind === 'order'
      ? await orders.order(everywhere, order as Parameters<typeof orders.order>[1])
      : (await standing.versions(order as Parameters<typeof standing.versions>[0]))[0];
  return found && found.signers.length > 0 ? found.signers.join(' and ') : null;
}

interface Known {
  readonly run: Run;
  readonly result: RunResult | null;
  readonly remedy: Remedy | null;
  readonly by: string | null;
  readonly rule: Rule | null;
}

function sheetOf({ run, result, remedy, by, rule }: Known): RunSheet {
  const { id, device, kind, title, state, exit, startedAt, endedAt, queuedAt, incident } = run;
  const began = startedAt ?? queuedAt;
  return {
    id,
    device,
    kind,
    title,
    by,
    outcome: state,
    exit,
    startedAt: began,
    endedAt,
    output: outputText(result?.output ?? ''),
    incident,
    firing: firingOf(result, { began, rule, remedy, run }),
  };
}

function firingOf(
  result: RunResult | null,
  { began, rule, remedy, run }: Pick<Known, 'rule' | 'remedy' | 'run'> & { readonly began: number },
): RunSheet['firing'] {
  const name = run.rule ?? remedy?.rule;
  const instance = run.instance ?? remedy?.instance;
  if (run.kind !== 'standing' || name === undefined || name === null || instance === undefined || instance === null) {
    return null;
  }
  const fired = result?.firing?.kind === 'rule' ? result.firing : null;
  const plain = (value: number | null) => (value === null ? null : unscaled(value, decimalsOf(rule)));
  return {
    rule: name,
    instance,
    severity: (fired?.severity === 'critical' ? 'critical' : 'warning') satisfies Severity,
    since: fired?.since ?? began,
    before: plain(remedy?.before ?? null),
    after: plain(remedy?.after ?? null),
    cleared: remedy?.cleared ?? null,
    measuredAt: remedy?.time ?? null,
  };
}

/** Values of rules are integers scaled by their metric's decimals; of formulas by the most that there are. */
function decimalsOf(rule: Rule | null): number {
  if (rule === null || !('metric' in rule.when)) return maxDecimals;
  return metricNamed(rule.when.metric)?.decimals ?? maxDecimals;
}

/** The end of an output, safe to show. */
function outputText(base64: string): string {
  const text = safeText(Buffer.from(base64, 'base64').toString('utf8'));
  return text.length > longestOutput ? text.slice(-longestOutput).toWellFormed() : text;
}
