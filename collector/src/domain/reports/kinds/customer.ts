import type { Figure, Section } from '@fettle/shared/reports/document';
import type { Device } from '../../devices/index.ts';
import type { Incident } from '../../incidents/index.ts';
import { levelsOver } from '../../levels/index.ts';
import { gatherWork, loadsOf } from '../../people/index.ts';
import type { Request } from '../../requests/index.ts';
import { visibleServices } from '../../services/index.ts';
import { BasisBook } from '../basis-book.ts';
import { within } from '../between.ts';
import { idsOf, sumsOf } from '../incident-facts.ts';
import type { Ask, Progress, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { devicesOf, casework, part, runsIn } from '../reading.ts';
import { absent, counted, followed, plain, strong } from '../words.ts';
import { type CustomerFacts, incidentTable, levelTable, peopleTable, requestTable } from './customer-tables.ts';

export const customer: ReportKind = {
  id: 'customer',
  title: 'For the customer',
  describe: 'For each customer (site): what was agreed and kept, what went wrong, what was done for them and by whom.',
  example:
    'For Berlin 3 of 3 objectives were kept; 41 incidents were put right, 28 of them by scripts; 9 requests were answered.',
  async build(ports, ask, progress) {
    const facts = await gather(ports, ask, progress);
    const sites = [...new Set(facts.devices.map(({ site }) => site))].toSorted();
    const { book, incidents, runs, devices } = facts;
    const sums = sumsOf(incidents, ask);
    book.count('resolved', {
      title: 'Incidents that were resolved',
      formula: `${counted(sums.resolved.length, 'incident')} that were resolved in the span`,
      incidents: idsOf(sums.resolved),
    });
    book.count('customers', {
      title: 'Customers',
      formula: 'sites that have devices here',
      pages: sites.map((site) => ({
        words: site,
        link: `/devices?q=${encodeURIComponent(`site=${site}`)}`,
        api: `/api/v1/devices?selector=${encodeURIComponent(`site=${site}`)}`,
      })),
    });
    const ended = runs.filter(({ endedAt, state }) => within(endedAt, ask) && state === 'done');
    book.count('runs', {
      title: 'Runs that worked',
      formula: `${counted(ended.length, 'run')} that ended well in the span`,
      runs: ended.map(({ id }) => id),
    });
    return {
      sentence:
        sites.length === 0 && ask.uncounted !== undefined
          ? absent(ask)
          : [
              ...(sites.length === 1
                ? [plain(`For ${sites[0]} `)]
                : [plain('For '), followed(counted(sites.length, 'customer'), 'customers'), plain(' ')]),
              strong(counted(sums.resolved.length, 'incident'), 'resolved'),
              plain(` ${sums.resolved.length === 1 ? 'was' : 'were'} put right and `),
              strong(counted(ended.length, 'script run'), 'runs'),
              plain(' worked.'),
            ],
      sections: sites.flatMap((site, place) => sectionsOf(facts, site, `s${place}`)),
      bases: book.all(),
      counted: { samples: 0, incidents: sums.opened.length, runs: ended.length, devices: devices.length },
    };
  },
};

async function gather(ports: ReportPorts, ask: Ask, progress: Progress): Promise<CustomerFacts> {
  const { scope, from, to, zone, now } = ask;
  const devices = await devicesOf(ports, ask);
  const { incidents, cases } = await casework(ports, ask, ask, part(progress, 0, 0.4));
  const runs = await runsIn(ports, ask, ask, part(progress, 0.4, 0.6));
  const services = await visibleServices(ports, { scope });
  await progress(0.6, 'reckons levels');
  const levels = await levelsOver(
    { ...ports, now: Math.min(now, to) },
    scope,
    { from, to },
    ask.service === null ? {} : { service: ask.service },
  );
  const work = await gatherWork(ports, scope, { from, to, zone, now }, () => progress(0.8, 'reads who did what'));
  return {
    ask,
    book: new BasisBook(),
    devices,
    incidents,
    cases,
    runs,
    requests: await requestsIn(ports, ask),
    levels,
    siteOf: new Map(services.map(({ service, devices: own }) => [service.id, service.site ?? onlySite(own, devices)])),
    loads: loadsOf(work),
  };
}

/** The one site of some devices; null: they are of several. */
function onlySite(own: ReadonlySet<string>, devices: readonly Device[]): string | null {
  const sites = new Set(devices.filter(({ id }) => own.has(id)).map(({ site }) => site));
  return sites.size === 1 ? ([...sites][0] ?? null) : null;
}

async function requestsIn({ requests }: ReportPorts, { scope, from, to }: Ask): Promise<Request[]> {
  const found: Request[] = [];
  for (let after: Request | undefined; ;) {
    const page = await requests.requests(scope, { from, to, limit: 500, ...(after && { after }) });
    found.push(...page);
    after = page.at(-1);
    if (page.length < 500) return found;
  }
}

function sectionsOf(facts: CustomerFacts, site: string, key: string): Section[] {
  const own = facts.incidents.filter((one) => one.site === site);
  return [
    { id: `${key}-figures`, title: site, blocks: [{ kind: 'figures', items: figuresOf(facts, site, key, own) }] },
    { id: `${key}-levels`, title: `${site}: what was agreed`, width: 2, blocks: [levelTable(facts, site, key)] },
    { id: `${key}-people`, title: `${site}: who was there for you`, width: 1, blocks: [peopleTable(facts, key, own)] },
    { id: `${key}-incidents`, title: `${site}: what went wrong`, blocks: [incidentTable(facts, key, own)] },
    { id: `${key}-requests`, title: `${site}: what you asked for`, blocks: [requestTable(facts, site, key)] },
  ];
}

function figuresOf(
  { ask, book, devices, cases, runs }: CustomerFacts,
  site: string,
  key: string,
  own: readonly Incident[],
): Figure[] {
  const sums = sumsOf(own, ask);
  const scripts = new Set(cases.filter(({ by }) => by === 'script').map(({ id }) => id));
  const byScript = sums.resolved.filter(({ id }) => scripts.has(id));
  const ended = runs.filter((run) => run.site === site && run.state === 'done' && within(run.endedAt, ask));
  const machines = devices.filter((device) => device.site === site);
  const count = (
    id: string,
    title: string,
    formula: string,
    lists: {
      incidents?: readonly string[];
      runs?: readonly string[];
      pages?: readonly { words: string; link: string; api: string }[];
    },
  ) => book.count(`${key}-${id}`, { title: `${site}: ${title}`, formula, ...lists });
  const resolve = book.reckoned(`${key}-resolve`, {
    title: `${site}: time to resolve, median`,
    formula: `the median (R-7) of ${counted(sums.resolve.count, 'incident')}`,
    value: sums.resolve.p50,
    incidents: sums.resolve.of,
  });
  return [
    {
      id: 'devices',
      title: 'Devices looked after',
      format: 'integer',
      cell: {
        value: machines.length,
        basis: count('devices', 'devices', counted(machines.length, 'device'), {
          pages: machines.map(({ id, name }) => ({
            words: name,
            link: `/devices/${id}`,
            api: `/api/v1/devices/${id}`,
          })),
        }),
      },
    },
    {
      id: 'opened',
      title: 'Incidents',
      format: 'integer',
      cell: {
        value: sums.opened.length,
        basis: count('opened', 'incidents', `${counted(sums.opened.length, 'incident')} that opened in the span`, {
          incidents: idsOf(sums.opened),
        }),
      },
    },
    {
      id: 'resolve',
      title: 'Put right in, median',
      format: 'duration',
      cell: sums.resolve.p50 === null ? { value: null, text: 'none' } : { value: sums.resolve.p50, basis: resolve },
    },
    {
      id: 'script',
      title: 'Put right by scripts',
      format: 'integer',
      cell: {
        value: byScript.length,
        basis: count(
          'script',
          'put right by scripts',
          `${counted(byScript.length, 'incident')} whose resolution a run is credited with`,
          { incidents: idsOf(byScript) },
        ),
      },
    },
    {
      id: 'runs',
      title: 'Script runs that worked',
      format: 'integer',
      cell: {
        value: ended.length,
        basis: count('runs', 'script runs that worked', counted(ended.length, 'run'), {
          runs: ended.map(({ id }) => id),
        }),
      },
    },
  ];
}
