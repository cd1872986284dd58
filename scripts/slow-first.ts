import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute and more, most of it waiting: begun last, they would keep a run waiting for them alone. */
const slow = [
  'integration/tls',
  'hostile/collector',
  'stories/store-kill',
  'stories/kill',
  'integration/systemd',
  'integration/disk-fills',
  'contract/series.test',
  'stories/silence',
  'stories/outage',
  'stories/network',
  'integration/start',
  'contract/records.test',
  'stories/evidence-then',
  'stories/clocks',
  'stories/relay',
  'hostile/http',
  'stories/report-truths',
  'integration/report-mail',
  'stories/full-disk',
  'integration/matrix',
  'integration/http',
  'stories/simulate',
  'integration/person-cli',
  'integration/order-cli',
  'stories/notices-kill',
  'integration/npm-start',
  'integration/backup',
  'hostile/replay',
  'stories/rules',
  'integration/acting',
  'integration/library',
  'integration/trust-coverage',
];
const rank = ({ moduleId }: TestSpecification) => {
  const place = slow.findIndex((name) => moduleId.includes(`/tests/${name}`));
  return place < 0 ? slow.length : place;
};

/** The usual order, with what is slow at its head. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's method, not that of lists
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}
