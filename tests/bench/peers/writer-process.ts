/** A process that makes requests of remote write and sends them to whom it is told. Started by writers.ts. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sourceOf } from '../load/source.ts';
import { labelsOf, Requests } from './remote-write.ts';
import type { Make, WriterAnswer, WriterOrder } from './writer-orders.ts';

const samplesOfOne = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
/** By rounds: in each, the requests of so many frames of every device. */
let rounds: Buffer[][] = [];
const samples: number[] = [];

const tell = (answer: WriterAnswer) => void process.send?.(answer);

/** Frame by frame over all devices, as they come in life. @returns samples */
async function* requestsOf({ kind, from, to, frames, rounds: count, start, interval }: Omit<Make, 'type'>) {
  const source = sourceOf({ kind, start, interval });
  const devices = Array.from({ length: to - from }, (_, n) => ({
    labels: labelsOf(from + n, source.dictionary),
    frames: source.frames(from + n, frames * count)[Symbol.iterator](),
  }));
  for (let round = 0; round < count; round++) {
    const requests = new Requests(samplesOfOne);
    let added = 0;
    for (let n = 0; n < frames; n++) {
      for (const device of devices) {
        const { value: frame } = device.frames.next();
        if (frame === undefined) continue;
        added += frame.values.reduce((sum: number, value: number) => sum + (Number.isNaN(value) ? 0 : 1), 0);
        const full = requests.add(frame, device.labels);
        if (full !== null) yield { round, body: full };
      }
      await sleep(0);
    }
    samples[round] = added;
    const last = requests.take();
    if (last !== null) yield { round, body: last };
  }
}

async function make(order: Make): Promise<void> {
  rounds = Array.from({ length: order.rounds }, () => []);
  for await (const { round, body } of requestsOf(order)) rounds[round]?.push(body);
  tell({ type: 'made' });
}

async function stream({ urls, ...order }: Extract<WriterOrder, { type: 'stream' }>): Promise<void> {
  for await (const { body } of requestsOf(order)) await Promise.all(urls.map((url) => post(url, body)));
  tell({ type: 'sent', samples: samples.reduce((sum, one) => sum + one, 0) });
}

async function send(urls: readonly string[], round: number): Promise<void> {
  const all = rounds[round] ?? [];
  await Promise.all(urls.map((url) => postAll(url, all)));
  tell({ type: 'sent', samples: samples[round] ?? 0 });
}

async function postAll(url: string, requests: readonly Buffer[]): Promise<void> {
  for (const body of requests) await post(url, body);
}

async function post(url: string, body: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
    'content-length': body.length,
  };
  const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    answer.on('end', () => {
      if ((answer.statusCode ?? 0) < 300) resolve();
      else reject(new Error(`${url}: ${answer.statusCode} ${text.slice(0, 300)}`));
    });
  });
  asked.on('error', reject);
  asked.end(body);
  return promise;
}

process.on('message', (order: WriterOrder) => {
  const failed = (error: unknown) => tell({ type: 'failed', why: String(error) });
  if (order.type === 'make') make(order).catch(failed);
  else if (order.type === 'stream') stream(order).catch(failed);
  else send(order.urls, order.round).catch(failed);
});
process.once('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
