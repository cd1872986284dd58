import type { ProjectPut } from '@fettle/shared/api/improvements';
import { type Actor, allow } from '../access/index.ts';
import type { Incident } from '../incidents/index.ts';
import type { ImprovementPorts } from './context.ts';

const dayMs = 86_400_000;
const lookBackDays = 90;
/** So often within these days comes back. */
const leastTimes = 5;
const most = 10;
const incidentsAtOnce = 500;

/** What the trends suggest, with what shows it; nothing of it is kept until somebody adds it. @throws FettleError `not_allowed` */
export async function proposeProjects(ports: ImprovementPorts, actor: Actor): Promise<ProjectPut[]> {
  allow(actor, 'project.read');
  const known = new Set((await ports.improvements.projects()).map(({ title }) => title));
  const found = [
    ...(await offenders(ports, actor)),
    ...(await filling(ports, actor)),
    ...(await underUsed(ports, actor)),
  ];
  return found.filter(({ title }) => !known.has(title));
}

const blank = {
  cost: null,
  gainPerMonth: null,
  owner: null,
  due: null,
  mandate: '',
  state: 'idea',
  version: 0,
} as const;

/** The same rule on the same device, again and again. */
async function offenders({ incidents, now }: ImprovementPorts, { scope }: Actor): Promise<ProjectPut[]> {
  const found: Incident[] = [];
  for (let after: Incident | undefined; ;) {
    const query = { openedFrom: now - lookBackDays * dayMs, limit: incidentsAtOnce, ...(after && { after }) };
    const page = await incidents.list(scope, query);
    found.push(...page);
    after = page.at(-1);
    if (page.length < incidentsAtOnce) break;
  }
  const times = (list: readonly Incident[]) => list.reduce((sum, { reopened }) => sum + 1 + reopened, 0);
  return [...Map.groupBy(found, ({ rule, device }) => `${rule} ${device}`).values()]
    .filter((list) => times(list) >= leastTimes)
    .toSorted((a, b) => times(b) - times(a))
    .slice(0, most)
    .flatMap(([first, ...rest]) => {
      if (!first) return [];
      const count = times([first, ...rest]);
      const { ruleName, deviceName, rule, device } = first;
      return [
        {
          ...blank,
          title: `End what comes back on ${deviceName}: ${ruleName}`.slice(0, 200).toWellFormed(),
          why: `It came ${count} times in ${lookBackDays} days, and was put right each time. What lies behind it was not.`,
          kind: 'roi' as const,
          evidence: [
            { words: `${count} times in ${lookBackDays} days`, link: `/incidents?rule=${encodeURIComponent(rule)}` },
            { words: deviceName, link: `/devices/${encodeURIComponent(device)}` },
          ],
        },
      ];
    });
}

async function filling({ trends, now }: ImprovementPorts, actor: Actor): Promise<ProjectPut[]> {
  const found = (await trends?.filling(actor)) ?? [];
  return found.slice(0, most).flatMap(({ title, deviceName, device, fullAt, id }) => {
    if (fullAt === null) return [];
    const days = Math.max(0, Math.round((fullAt - now) / dayMs));
    const evidence = [{ words: `Full in ${days} days by its trend`, link: `/capacity/${encodeURIComponent(id)}` }];
    if (device !== null) evidence.push({ words: deviceName, link: `/devices/${encodeURIComponent(device)}` });
    return [
      {
        ...blank,
        title: `Make room: ${title.includes(deviceName) ? title : `${title} on ${deviceName}`}`
          .slice(0, 200)
          .toWellFormed(),
        why: `By its trend it is full in ${days} days.`,
        kind: 'mandatory' as const,
        mandate: 'It is full by then.',
        due: fullAt,
        evidence,
      },
    ];
  });
}

async function underUsed({ trends }: ImprovementPorts, actor: Actor): Promise<ProjectPut[]> {
  const found = (await trends?.underUsed(actor)) ?? [];
  return found.slice(0, most).map(({ deviceName, device, words, costPerMonth }) => ({
    ...blank,
    title: `Give ${deviceName} up, or something else to do`.slice(0, 200).toWellFormed(),
    why: words,
    kind: 'roi' as const,
    cost: costPerMonth === null ? null : 0,
    gainPerMonth: costPerMonth,
    evidence: [{ words, link: `/devices/${encodeURIComponent(device)}` }],
  }));
}
