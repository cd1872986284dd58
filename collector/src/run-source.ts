/** Runs as changes and incidents ask for them, out of what orders keep. */
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { maxDecimals, unscaled } from '@fettle/shared/protocol/scaled';
import type { RunId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import { everywhere, systemActor } from './domain/access/index.ts';
import type { RunSheet, RunSource } from './domain/changes/index.ts';
import { type Remedy, type Run, runReader, type RunResult } from './domain/orders/index.ts';
import type { Rule } from './domain/rules/index.ts';
import type { Stores } from './store/stores.ts';

type Needs = Pick<Stores, 'orders' | 'runs' | 'standing' | 'rules'>;

const ordersAtMost = 200;
/** Characters of the end of an output. */
const longestOutput = 8_000;

export function runSource(stores: Needs): RunSource {
  const reader = runReader(stores.runs, systemActor('changes'));
  return {
    async run(id) {
      const found = await reader.getRun(id as RunId);
      if (!found) return null;
      const { run, result, remedy } = found;
      const rule = run.rule === null ? null : await stores.rules.rule(run.rule as Rule['id']);
      return sheetOf({ run, result, remedy, by: await signersOf(stores, run), rule });
    },
    async ordersOf(scope, change) {
      const found = await stores.orders.orders(scope, { change, limit: ordersAtMost });
      return found.map(({ id, title, state }) => ({ id, title, state }));
    },
  };
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

/** The end of an output: what is no text, or would do something to a terminal, is replaced. */
export function outputText(base64: string): string {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const plain = text.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{C}\n\t]/gu, '\u{fffd}');
  return plain.length > longestOutput ? plain.slice(-longestOutput).toWellFormed() : plain;
}
