/**
 * The long runs: `npm run faults [-- --name NAME] [--minutes N]`. Each is bounded and ends by itself; together they take
 * about three hours. On stdout one JSON line a run: `{run, kills, acknowledged, lost, doubled}`; the exit code is 1 when
 * anything was lost, doubled, changed or damaged.
 */
import { parseArgs } from 'node:util';
import { Fettle } from '../support/fettle.ts';
import { killInTurn, type KillResult } from '../support/kills.ts';
import { outage } from '../support/outage.ts';
import { reportKills } from '../support/report-kills.ts';
import { storeKills } from '../support/store-kills.ts';

type Result = Pick<KillResult, 'acknowledged' | 'lost' | 'doubled'> & {
  readonly wrong?: number;
  readonly damaged?: number;
};
type Run = (fettle: Fettle, minutes: number | undefined) => Promise<Result>;

const minuteMs = 60_000;
const dayMs = 86_400_000;
const runs: Readonly<Record<string, Run>> = {
  kills: (fettle, minutes) => {
    const end = performance.now() + (minutes ?? 60) * minuteMs;
    return killInTurn(fettle, 500, [200, 4_000], () => performance.now() < end);
  },
  'store-kills': (fettle, minutes) => {
    const end = performance.now() + (minutes ?? 60) * minuteMs;
    return storeKills(fettle, {
      kills: 500,
      devices: 40,
      interval: 2_000,
      past: 8 * dayMs,
      between: [300, 3_500],
      longer: { every: 10, ms: 12_000 },
      goOn: () => performance.now() < end,
    });
  },
  'report-mail': (fettle, minutes) => {
    const end = performance.now() + (minutes ?? 20) * minuteMs;
    return reportKills(fettle, 60, () => performance.now() < end);
  },
  'outage-5m': (fettle, minutes) => outage(fettle, (minutes ?? 5) * minuteMs, []),
  'outage-5m-killed': (fettle, minutes) => outage(fettle, (minutes ?? 5) * minuteMs, [0.2, 0.5, 0.8]),
  'outage-1h': (fettle, minutes) => outage(fettle, (minutes ?? 60) * minuteMs, []),
};

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { name: { type: 'string' }, minutes: { type: 'string' } } });
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  const names = values.name === undefined ? Object.keys(runs) : [values.name];
  if (!names.every((name) => name in runs) || (minutes !== undefined && !(minutes > 0))) {
    console.error(`npm run faults [-- --name NAME] [--minutes N]; names: ${Object.keys(runs).join(', ')}`);
    return 2;
  }
  let failed = 0;
  for (const name of names) {
    await using fettle = await Fettle.create();
    const result = await (runs[name] as Run)(fettle, minutes);
    const { lost, doubled, wrong = 0, damaged = 0 } = result;
    if (lost + doubled + wrong + damaged > 0 || result.acknowledged === 0) failed = 1;
    console.log(JSON.stringify({ run: name, ...result }));
  }
  return failed;
}

process.exitCode = await main();
