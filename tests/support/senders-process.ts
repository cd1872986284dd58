/** A process of real agents' links whose outboxes are never empty. Started by senders.ts. */
import type { Clock } from '@fettle/agent/clock';
import { createLink } from '@fettle/agent/link/link';
import { createOffsetEstimate } from '@fettle/agent/link/offset';
import { createMemoryOutbox } from '@fettle/agent/link/outbox';
import { dial } from '@fettle/agent/link/socket';
import { followChain } from '@fettle/shared/trust/chain';
import { dictionary, madeDevice } from '../bench/data/device.ts';
import { deviceIdOf, signerOf } from '../simulate/identity.ts';
import type { SendersOrder, SendersReport } from './senders.ts';

const clock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const log = { level: 'silent', error() {}, warn() {}, info() {}, debug() {} };
const nothing = () => undefined;
/** An agent sends 64 frames at once and has at most 600 on their way. */
const kept = { least: 640, more: 64 };
const topUpMs = 50;

type Order = Extract<SendersOrder, { type: 'begin' }>;

let sending = true;

function sender({ address, chain, fingerprint, seed, start, interval }: Order, index: number) {
  const root = followChain(chain, fingerprint);
  const made = madeDevice({ seed: index, start, interval });
  const outbox = createMemoryOutbox({ frames: 100_000, bytes: Number.MAX_SAFE_INTEGER });
  const link = createLink({
    identity: { device: deviceIdOf(seed, index), signer: signerOf(seed, index) },
    address,
    trust: { root: () => root, grant: () => 0, take: () => null },
    outbox,
    offset: createOffsetEstimate(),
    clock,
    log,
    dial,
    // A short wait between two attempts.
    random: () => 0.05,
    interval: () => ({ interval, watched: false }),
    facts: () => null,
    omitted: () => 0,
    heard: {
      welcome: nothing,
      watch: nothing,
      snapshot: nothing,
      logLevel: nothing,
    },
  });
  link.start();
  return {
    outbox,
    topUp() {
      if (!sending || outbox.frames >= kept.least) return;
      for (let n = 0; n < kept.more; n++) {
        const frame = made.next();
        outbox.append({ frame: { ...frame, values: frame.values.slice() }, dictionary, base: null });
      }
      link.frames();
    },
  };
}

function begin(order: Order): void {
  const all = Array.from({ length: order.devices }, (_, index) => sender(order, index));
  setInterval(() => all.forEach((one) => one.topUp()), topUpMs);
  setInterval(() => {
    const report: SendersReport = {
      made: all.map(({ outbox }) => outbox.last),
      acknowledged: all.map(({ outbox }) => outbox.last - outbox.frames),
      dropped: all.reduce((sum, { outbox }) => sum + outbox.dropped, 0),
    };
    process.send?.(report);
  }, 100);
}

process.on('message', (order: SendersOrder) => {
  if (order.type === 'begin') begin(order);
  else sending = false;
});
process.once('disconnect', () => process.exit(0));
process.on('SIGINT', nothing);
