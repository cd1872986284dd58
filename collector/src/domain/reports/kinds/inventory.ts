import type { Figure, Sentence } from '@fettle/shared/reports/document';
import { BasisBook } from '../basis-book.ts';
import type { Ask, ReportKind } from '../kind.ts';
import { devicesOf } from '../reading.ts';
import { type Deviation, deviations } from '../compliance.ts';
import { absent, counted, followed, plain, ppmOf, say, strong } from '../words.ts';
import { countTable, deviationTable, deviceTable, type Machine, pageOf, softwareTable } from './inventory-tables.ts';

export const inventory: ReportKind = {
  id: 'inventory',
  title: 'Inventory and compliance',
  describe:
    'For whoever owns the machines: what there is of hardware, systems and software, and what is not as it should be.',
  example: '412 devices, 398 of them as they should be. 9 run an older agent, 3 have not spoken for a week.',
  async build(ports, ask, progress) {
    const devices = await devicesOf(ports, ask);
    const machines: Machine[] = [];
    for (const device of devices) {
      const facts = await ports.inventory.facts(device.id);
      machines.push({ device, facts: new Map(facts.map(({ name, value }) => [name, value])) });
      if (machines.length % 20 === 0)
        await progress(
          (0.8 * machines.length) / devices.length,
          `reads facts: ${machines.length} of ${devices.length}`,
        );
    }
    await progress(0.85, 'looks what is open');
    const open = await ports.incidents.open(ask.scope);
    const standings = await ports.standing.standings();
    const found = deviations(machines, open, standings, ask.now);
    const book = new BasisBook();
    const clean = devices.length - new Set(found.map(({ device }) => device.id)).size;
    return {
      sentence:
        devices.length === 0 && ask.uncounted !== undefined
          ? absent(ask)
          : [
              strong(counted(devices.length, 'device'), 'devices'),
              plain(', '),
              strong(`${clean} of them as they should be`, 'compliant'),
              plain('. '),
              ...summary(book, found),
            ],
      sections: [
        {
          id: 'figures',
          title: 'In figures',
          blocks: [{ kind: 'figures', items: figuresOf(ask, book, machines, found, clean) }],
        },
        {
          id: 'compliance',
          title: 'Not as it should be',
          note: 'by rules with incidents open, standing orders whose time is over, agents of another version, devices that do not speak',
          blocks: [deviationTable(found)],
        },
        {
          id: 'systems',
          title: 'Systems',
          blocks: [
            countTable(
              book,
              'systems',
              'Operating systems',
              machines,
              ({ device, facts }) => facts.get('os.description') ?? device.os,
            ),
          ],
        },
        {
          id: 'hardware',
          title: 'Hardware',
          blocks: [
            countTable(book, 'models', 'Models', machines, ({ facts }) => facts.get('host.model')),
            countTable(book, 'processors', 'Processors', machines, ({ facts }) => facts.get('host.cpu.model')),
          ],
        },
        { id: 'software', title: 'Software', blocks: [softwareTable(book, machines)] },
        {
          id: 'agents',
          title: 'Agents',
          blocks: [countTable(book, 'agents', 'Agent versions', machines, ({ device }) => device.agentVersion)],
        },
        { id: 'all', title: 'Every device', blocks: [deviceTable(machines)] },
      ],
      bases: book.all(),
      counted: { samples: 0, incidents: open.length, runs: 0, devices: devices.length },
    };
  },
};

function summary(book: BasisBook, found: readonly Deviation[]): Sentence {
  const groups = [...Map.groupBy(found, ({ what }) => what)].toSorted((a, b) => b[1].length - a[1].length).slice(0, 2);
  return groups.flatMap(([what, some], place) => {
    const devices = [...new Map(some.map(({ device }) => [device.id, device])).values()];
    const basis = book.count(`wrong-${place}`, {
      title: `Devices: ${what}`,
      formula: `${counted(devices.length, 'device')}: ${what}`,
      pages: devices.map(pageOf),
    });
    return [followed(counted(devices.length, 'device'), basis), plain(`: ${what}. `)];
  });
}

function figuresOf(
  ask: Ask,
  book: BasisBook,
  machines: readonly Machine[],
  found: readonly Deviation[],
  clean: number,
): Figure[] {
  const wrong = new Set(found.map(({ device }) => device.id));
  const share = ppmOf(clean, machines.length);
  const fresh = machines.filter(({ device }) => device.enrolledAt >= ask.from && device.enrolledAt < ask.to);
  book.count('devices', {
    title: 'Devices',
    formula: `${counted(machines.length, 'device')} that are not retired`,
    pages: machines.map(({ device }) => pageOf(device)),
  });
  book.count('compliant', {
    title: 'As they should be',
    formula: `${counted(clean, 'device')} of which nothing is listed below`,
    pages: machines.filter(({ device }) => !wrong.has(device.id)).map(({ device }) => pageOf(device)),
  });
  book.reckoned('share', {
    title: 'Compliance',
    formula: `${clean} ÷ ${machines.length}`,
    value: share,
    bases: ['compliant', 'devices'],
  });
  book.count('new', {
    title: 'New devices',
    formula: `${counted(fresh.length, 'device')} that enrolled in the span`,
    pages: fresh.map(({ device }) => pageOf(device)),
  });
  return [
    { id: 'devices', title: 'Devices', format: 'integer', cell: { value: machines.length, basis: 'devices' } },
    {
      id: 'share',
      title: 'As they should be',
      format: 'ppm',
      cell: share === null ? { value: null, text: 'none' } : { value: share, basis: 'share' },
      note: [
        { text: share === null ? '' : `${say(clean, 'integer', ask)} of ${say(machines.length, 'integer', ask)}` },
      ],
    },
    { id: 'new', title: 'New', format: 'integer', cell: { value: fresh.length, basis: 'new' } },
  ];
}
