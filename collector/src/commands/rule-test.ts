import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackTest } from '@fettle/shared/api/rules';
import { formatDuration } from '@fettle/shared/duration';
import { FettleError } from '@fettle/shared/errors';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createApiToken, revokeApiToken } from '../domain/access/index.ts';
import { backTest, bodyOf, getRule } from '../domain/rules/index.ts';
import { readFile } from '../edge/files/index.ts';
import { openSqliteSeries } from '../store/series-sqlite/open.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { problemWords } from './apply.ts';
import { configured, lasting, placed } from './flags.ts';
import { print, table } from './output.ts';
import { retentionPlan } from './plan.ts';
import { withRecords } from './records.ts';
import { asServed } from './served.ts';

interface Asked {
  readonly id: string;
  readonly rule: RuleBody;
  readonly from: number;
}

/** `fettle rule test`: what a rule would have done. */
export function ruleTestCommand(): Command {
  return placed(new Command('test'))
    .description('Say how often a rule would have fired, and how often the one that is kept did')
    .argument('<id>', 'its id')
    .option('-f, --file <path>', 'as it stands in this file; else as it is kept')
    .option('--for <time>', 'how far back', '30d')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle rule test disk-space -f rules.yaml\n')
    .action(async (id: string, _options, command: Command) => {
      const flags = command.opts<{ file?: string; for: string; json?: boolean }>();
      const effective = configured(command);
      const from = systemClock.now() - lasting(flags.for);
      const result = await withRecords(effective.config, async (records) => {
        const at = { store: records.rules, now: systemClock.now() };
        const rule = flags.file === undefined ? bodyOf(await getRule(at, localActor, { id })) : ruleIn(flags.file, id);
        return tryRule(effective.config, await asServed(effective), records, { id, rule, from });
      });
      print(flags.json ?? false, result, words(result, flags.for));
    });
}

/** @throws FettleError `config_invalid`, `input_invalid`, `not_found` */
function ruleIn(path: string, id: string): RuleBody {
  const text = readText(path);
  const { source, items } = readFile(path, text);
  if (source.failed) {
    throw new FettleError(
      'input_invalid',
      source.problems.map((problem) => problemWords({ file: path, ...problem })).join('\n'),
    );
  }
  const found = items.find((item) => item.kind.key === 'rules' && item.id === id);
  if (!found) throw new FettleError('not_found', `${path} has no rule “${id}”.`);
  return found.body as RuleBody;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FettleError('config_invalid', `--file ${path}: ${(error as Error).message}`);
  }
}

/** On the series themselves; when a collector has them open, it is asked. */
async function tryRule(config: Config, served: Config, records: Records, asked: Asked): Promise<BackTest> {
  try {
    const series = await openSqliteSeries(join(config.data, 'series'), {});
    try {
      const { rules: store, devices, events } = records;
      const ports = {
        store,
        devices,
        events,
        series,
        clock: systemClock,
        plan: retentionPlan(config),
        budgetMs: 60_000,
      };
      return await backTest(ports, localActor, asked);
    } finally {
      await series.close();
    }
  } catch (error) {
    if (!(error instanceof FettleError) || error.code !== 'data_in_use') throw error;
    return askCollector(served, records, asked);
  }
}

/** With a token that ends with the answer. */
async function askCollector({ port, host, tls }: Config, { access }: Records, asked: Asked): Promise<BackTest> {
  const now = systemClock.now();
  const input = { name: 'fettle rule test', role: 'viewer', sites: 'all', expiresAt: now + 60_000 } as const;
  const { token, secret } = await createApiToken({ store: access, now }, localActor, input);
  try {
    const answer = await fetch(`${tls === 'own' ? 'https' : 'http'}://${host}:${port}/api/v1/rules/back-test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    const body = (await answer.json()) as BackTest & { readonly detail?: string; readonly title?: string };
    if (!answer.ok) throw new FettleError('not_ready', body.detail ?? body.title);
    return body;
  } catch (error) {
    if (error instanceof FettleError) throw error;
    throw new FettleError(
      'data_in_use',
      `The collector that runs here has the series open and could not be asked (${(error as Error).message}). Try the rule in the dashboard.`,
    );
  } finally {
    await revokeApiToken({ store: access, now: systemClock.now() }, localActor, { id: token.id });
  }
}

const mostRows = 20;

function words({ then, now, to, devices, notes }: BackTest, span: string): string {
  const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
  const rows = then.fired
    .slice(0, mostRows)
    .map(({ deviceName, instance, severity, from, to: end }) => [
      new Date(from).toISOString().slice(0, 16).replace('T', ' '),
      severity,
      deviceName,
      instance,
      `${formatDuration(Math.round(((end ?? to) - from) / 60_000) * 60_000)}${end === null ? ', still' : ''}`,
    ]);
  const kept = now === null ? '' : ` The rule as it is kept: ${times(now.count)}.`;
  return [
    `It would have fired ${times(then.count)} in the last ${span}, on ${then.devices} of ${devices} devices.${kept}`,
    ...notes.map((note) => `Note: ${note}`),
    ...(rows.length > 0 ? ['', table(['From (UTC)', 'Severity', 'Device', 'Of', 'Lasted'], rows)] : []),
    ...(then.count > rows.length ? [`… and ${then.count - rows.length} more.`] : []),
  ].join('\n');
}
