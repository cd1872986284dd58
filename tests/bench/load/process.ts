/** A process of devices, so that what they cost is not taken for the collector's. Started by loads.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { Device } from './device.ts';
import type { Answer, Begin, Order } from './orders.ts';
import { Runner } from './runner.ts';
import { type Source, sourceOf } from './source.ts';
import { type Stream, streamOf } from './stream.ts';

const devices: Device[] = [];
let source: Source | undefined;
let begun: Begin | undefined;
let lost = 0;
let retried = 0;
let why = '';
let ackMs: number[] = [];
let backMs: number[] = [];
let cutAt = 0;
let timers: NodeJS.Timeout[] = [];
/** What gives a device its next live frame. */
const measuring: ReturnType<Source['live']>[] = [];

const tell = (answer: Answer) => void process.send?.(answer);

async function begin(order: Begin): Promise<void> {
  begun = order;
  const { place, from, to, address, interval } = order;
  source = sourceOf(order);
  const { dictionary, decimals } = source;
  const secure = place.ca === null ? null : createSecureContext({ ca: place.ca });
  for (let index = from; index < to; index++) {
    const stream: Stream | null = order.frames > 0 ? streamOf(source.frames(index, order.frames), decimals) : null;
    devices.push(
      new Device({
        index,
        port: place.port,
        secure,
        address,
        root: place.root,
        interval,
        facts: order.facts ?? false,
        ...(order.runs && { runner: new Runner(index, stop) }),
        dictionary,
        decimals,
        stream,
        acked: (ms) => void ackMs.push(ms),
        back: () => void (cutAt > 0 && backMs.push(performance.now() - cutAt)),
        retried: () => void retried++,
        lost(reason) {
          lost++;
          why = reason;
        },
      }),
    );
    if (index % 50 === 0) await sleep(0);
  }
  tell({ type: 'ready', dictionary });
}

/** What ends the benchmark. */
function stop(reason: string): void {
  lost++;
  why = reason;
}

async function connect(perSecond: number): Promise<void> {
  for (const [place, device] of devices.entries()) {
    if (!device.live) device.connect();
    if (place % Math.max(1, Math.round(perSecond / 50)) === 0) await sleep(20);
  }
}

/** Each device at a phase of its own; after a pause it goes on where it was, for a frame that is there already is no new one. */
function live(every: number): void {
  for (const [place, device] of devices.entries()) {
    const next = (measuring[place] ??= (source as Source).live((begun as Begin).from + place));
    const phase = (place / devices.length) * every;
    timers.push(
      setTimeout(() => {
        timers.push(setInterval(() => device.send(next(Date.now())), every));
        device.send(next(Date.now()));
      }, phase),
    );
  }
}

function pause(): void {
  for (const timer of timers) clearTimeout(timer);
  timers = [];
  for (const device of devices) device.drain(0, 0);
}

function storm(): void {
  for (const device of devices) device.cut();
  cutAt = performance.now();
  for (const device of devices) device.connect();
}

function report(): void {
  const { user, system } = process.cpuUsage();
  tell({
    type: 'report',
    sent: devices.reduce((sum, one) => sum + one.sent, 0),
    acknowledged: devices.reduce((sum, one) => sum + one.acknowledged, 0),
    connected: devices.filter((one) => one.live).length,
    finished: devices.filter((one) => one.finished).length,
    retried,
    lost,
    why,
    ackMs,
    backMs,
    cpuSeconds: (user + system) / 1e6,
  });
  ackMs = [];
}

process.on('message', (order: Order) => {
  if (order.type === 'begin') void begin(order);
  else if (order.type === 'connect') void connect(order.perSecond);
  else if (order.type === 'drain') devices.forEach((one) => one.drain(order.burst, order.upTo));
  else if (order.type === 'live') live(order.every);
  else if (order.type === 'pause') pause();
  else if (order.type === 'storm') storm();
  else report();
});
process.once('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches this process as well; the parent says when it is time.
process.on('SIGINT', () => undefined);
