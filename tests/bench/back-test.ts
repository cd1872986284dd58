/**
 * How long a rule takes that is tried on the past over HTTP: 30 days of 200 simulated devices, each question with the rule as
 * it is kept beside it: seconds until the answer is there, and seconds of processor time of the collector, to which the fleet
 * sends live meanwhile. `--quick`: 5 days of 20.
 */
import type { BackTest, Rule } from '@fettle/shared/api/rules';
import { Simulated } from '../support/simulated.ts';
import { type Emit, median } from './figure.ts';
import { loadAverage, round } from './reckon/numbers.ts';

const times = 5;
/** One of each kind that reads the series in a way of its own. */
const tried = ['filesystem-full', 'cpu-busy', 'service-failed', 'cpu-load', 'filesystem-fills', 'server-silent'];

export async function run(emit: Emit, { quick = false }: { quick?: boolean }): Promise<void> {
  const size = quick ? { devices: 20, days: 5 } : { devices: 200, days: 30 };
  await using fleet = await Simulated.start(size);
  const to = Date.now();
  const from = to - size.days * 86_400_000;
  for (const id of tried) {
    const { version: _version, ...rule } = await ruleOf(fleet, id);
    const found: number[] = [];
    const worked: number[] = [];
    let last: BackTest | undefined;
    for (let n = 0; n < times; n++) {
      // Another rule each time: a limit of time that nobody asked for yet.
      const body = { id, rule: { ...rule, forMs: rule.forMs + n * 1_000 }, from, to };
      const before = await fleet.figure('process_cpu_seconds_total');
      const began = performance.now();
      last = await tryOut(fleet, body);
      found.push((performance.now() - began) / 1_000);
      worked.push((await fleet.figure('process_cpu_seconds_total')) - before);
    }
    if (!last) throw new Error('nothing was tried');
    const { samples, step, devices: looked, notes } = last;
    const result = { looked, samples, step_ms: step, fired: last.then.count, notes: notes.length };
    const cost = { cpu_seconds: round(median(worked), 2), longest_seconds: round(Math.max(...found), 2) };
    const conditions = { ...size, rule: id, ...result, ...cost, times, load: loadAverage() };
    emit(`${id.replaceAll('-', '_')}_seconds`, round(median(found), 2), 's', conditions);
  }
}

type Body = Omit<Rule, 'id' | 'origin' | 'createdAt' | 'changedAt' | 'words' | 'file' | 'devices' | 'incidents'>;

async function ruleOf(fleet: Simulated, id: string): Promise<Body> {
  const {
    id: _id,
    origin: _origin,
    createdAt: _made,
    changedAt: _changed,
    words: _words,
    file: _file,
    devices: _devices,
    incidents: _incidents,
    ...body
  } = (await (await fleet.get(`/api/v1/rules/${id}`)).json()) as Rule;
  return body;
}

async function tryOut(fleet: Simulated, body: object): Promise<BackTest> {
  const answer = await fetch(`${fleet.address}/api/v1/rules/back-test`, {
    method: 'POST',
    headers: { cookie: fleet.cookie, 'content-type': 'application/json', origin: fleet.address },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`back-test: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as BackTest;
}
