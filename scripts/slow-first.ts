import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute and more, most of it waiting: begun last, they would keep a run waiting for them alone. */
const slow = [
  'integration/remedy',
  'integration/disk-fills',
  'integration/tls',
  'contract/series.test',
  'stories/store-kill',
  'hostile/replay',
  'hostile/collector',
  'stories/silence',
  'integration/start',
  'stories/outage',
  'stories/kill',
  'stories/relay',
  'stories/network',
  'stories/clocks',
  'integration/backup',
  'integration/library',
  'integration/systemd',
  'integration/acting',
  'integration/order-cli',
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
