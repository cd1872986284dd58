/**
 * The fleet page in a browser over the real collector, to which 2,000 simulated devices send live from a process of
 * their own: how soon it shows, answers and changes, and whether its memory stays flat. `--seconds` is how long it is
 * watched (600), `--quick` watches for two minutes.
 */
import { launch } from '../support/browser.ts';
import { until } from '../support/fettle.ts';
import { Simulated } from '../support/simulated.ts';
import { type Emit, median } from './figure.ts';
import { answers } from './fleet-page/answers.ts';
import { living } from './fleet-page/living.ts';
import { changing, entering, filtering, opening, signedIn } from './fleet-page/visit.ts';

const devices = 2_000;
const times = 5;
const filters = ['role=db', 'web-1', 'role in (db,web) and site=berlin', 'vie', 'site!=berlin'];

export async function run(
  emit: Emit,
  { seconds, quick = false }: { seconds?: number; quick?: boolean },
): Promise<void> {
  await using fleet = await Simulated.start({ devices, days: 0, build: true });
  // Some of them are off by plan.
  await until('the devices to connect', async () => (await fleet.figure('connected_devices')) > 0.8 * devices, 600_000);
  const conditions = { devices, connected: await fleet.figure('connected_devices'), interval_ms: 10_000, times };
  const tell = (figure: string, value: number, unit: string, more: object = {}) =>
    emit(figure, value, unit, { ...conditions, ...more });
  await answers(fleet, tell);
  const browser = await launch();
  try {
    const repeated = async (measure: (n: number) => Promise<number>) => {
      const found: number[] = [];
      for (let n = 0; n < times; n++) found.push(await measure(n));
      return { middle: median(found), most: Math.max(...found) };
    };
    const both = async (figure: string, measure: (n: number) => Promise<number>) => {
      const { middle, most } = await repeated(measure);
      tell(`${figure}_ms`, middle, 'ms');
      tell(`${figure}_ms_max`, most, 'ms');
    };
    await both('login_to_rows', () => entering(browser, fleet));
    await both('open_to_rows', () => opening(browser, fleet));
    const page = await signedIn(browser, fleet);
    await both('filter', (n) => filtering(page, filters[n] ?? ''));
    await page.locator('#find').fill('');
    await both('change_on_screen', (n) => changing(page, fleet, n));
    await living(page, fleet, seconds ?? (quick ? 120 : 600), tell);
  } finally {
    await browser.close();
  }
}
