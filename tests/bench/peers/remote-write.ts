/**
 * Prometheus' remote write, version 1: a protobuf `WriteRequest` in snappy. One sample a series and request, as the senders
 * of Prometheus and VictoriaMetrics do.
 */
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { compress } from './snappy.ts';

/** A metric or attribute as a name of Prometheus. */
export const plainName = (name: string): string => name.replaceAll(/[^a-zA-Z0-9_]/g, '_');
export const deviceName = (index: number): string => `d${index}`;

/** The encoded labels of every series of a device, in order. */
export type Labels = readonly Buffer[];

export function labelsOf(index: number, { series }: Dictionary): Labels {
  return series.map(({ metric, attributes }) => {
    const pairs = Object.entries(attributes).map(([name, value]) => [plainName(name), value] as const);
    const all = [['__name__', plainName(metric)] as const, ['device', deviceName(index)] as const, ...pairs];
    const sorted = all.toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Buffer.concat(sorted.map(([name, value]) => field(1, Buffer.concat([text(1, name), text(2, value)]))));
  });
}

/** Samples on their way into requests. */
export class Requests {
  readonly #samples: number;
  #bytes = Buffer.allocUnsafe(1 << 20);
  #length = 0;
  #count = 0;

  /** @param samples of one request */
  constructor(samples: number) {
    this.#samples = samples;
  }

  /** @returns a request when one is full */
  add({ time, values }: Frame, labels: Labels): Buffer | null {
    for (let column = 0; column < values.length; column++) {
      const value = values[column] ?? Number.NaN;
      if (!Number.isNaN(value)) this.#sample(labels[column] as Buffer, time, value);
    }
    return this.#count >= this.#samples ? this.take() : null;
  }

  take(): Buffer | null {
    if (this.#count === 0) return null;
    const request = Buffer.from(compress(this.#bytes.subarray(0, this.#length)));
    this.#length = 0;
    this.#count = 0;
    return request;
  }

  #sample(labels: Buffer, time: number, value: number): void {
    const stamp = varintBytes(time);
    const sample = 9 + 1 + stamp;
    const size = labels.length + 1 + 1 + sample;
    if (this.#length + size + 8 > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = 0x0a;
    at = writeVarint(bytes, at, size);
    at += labels.copy(bytes, at);
    bytes[at++] = 0x12;
    bytes[at++] = sample;
    bytes[at++] = 0x09;
    at = bytes.writeDoubleLE(value, at);
    bytes[at++] = 0x10;
    this.#length = writeVarint(bytes, at, time);
    this.#count++;
  }
}

function field(number: number, content: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head[0] = (number << 3) | 2;
  return Buffer.concat([head.subarray(0, writeVarint(head, 1, content.length)), content]);
}

const text = (number: number, value: string) => field(number, Buffer.from(value));

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

function writeVarint(bytes: Buffer, begin: number, value: number): number {
  let at = begin;
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
  bytes[at++] = rest;
  return at;
}
