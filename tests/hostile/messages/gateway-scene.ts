// Two devices on one collector: one that was taken over and says anything, and one that goes on with its work.
import { createDeviceLink, type DeviceLink } from '@fettle/collector/edge/gateway/device-link';
import { newCounters } from '@fettle/collector/edge/gateway/counters';
import { createRefusals } from '@fettle/collector/edge/gateway/refusals';
import type { WorkVerbs } from '@fettle/collector/edge/gateway/work';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { type Envelope, payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import {
  orderOver,
  ordersWorld,
  type OrdersWorld,
  signedOf,
  standingOver,
  system,
  type TestDevice,
} from '../../support/orders-world.ts';

export interface GatewayScene extends AsyncDisposable {
  readonly world: OrdersWorld;
  readonly evil: TestDevice;
  readonly good: TestDevice;
  /** Orders of both, of the good one alone, and a standing order: what is signed, and its id. */
  readonly signed: readonly Envelope[];
  readonly own: Envelope;
  readonly others: string;
  /** Of orders that the other device alone was sent: ids of the order. */
  readonly othersOrder: string;
  /** Errors that no message may cause. */
  readonly crashes: string[];
  readonly counters: ReturnType<typeof newCounters>;
  /** What the evil one was answered, by type. */
  readonly answered: Map<string, number>;
  link(device: DeviceId, send?: (message: FromCollector) => void, work?: WorkVerbs): DeviceLink;
}

export const statementOf = (envelope: Envelope): string => {
  const type = envelope.payloadType === payloadTypes.order ? 'order' : 'standing';
  return (parseCanonical(unpack(envelope, payloadTypes[type]).payload) as { id: string }).id;
};

export async function gatewayScene(): Promise<GatewayScene> {
  const world = await ordersWorld(['evil', 'good']);
  const [evil, good] = world.devices as [TestDevice, TestDevice];
  const { app } = world;
  const both = orderOver(world, [evil, good]);
  const others = orderOver(world, [good]);
  const standing = standingOver(world);
  await app.orders.submit(system, signedOf([both], [[evil, good]]));
  const { id: othersOrder } = await app.orders.submit(system, signedOf([others], [[good]]));
  await app.orders.submit(system, signedOf([standing], []));
  await app.orders.tend();
  for (const device of [evil, good]) await device.connect();
  const crashes: string[] = [];
  const counters = newCounters();
  const answered = new Map<string, number>();
  const note = ({ err }: { readonly err?: unknown }) => {
    if (err !== undefined && !isRefusal(err))
      crashes.push(err instanceof Error ? (err.stack ?? '') : JSON.stringify(err));
  };
  const log = { error: note, warn: note, info() {}, debug() {} };
  const refusals = createRefusals();
  const count = ({ type }: FromCollector) => void answered.set(type, (answered.get(type) ?? 0) + 1);
  return {
    world,
    evil,
    good,
    signed: [both, others, standing],
    own: both,
    others: statementOf(others),
    othersOrder,
    crashes,
    counters,
    answered,
    link: (device, send = count, work = app.agents.work) =>
      createDeviceLink(device, {
        verbs: app.agents.verbs,
        work,
        refusals,
        presence: app.agents.presence,
        counters,
        clock: app.clock,
        log,
        send,
        pause() {},
        unpause() {},
      }),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** What says no with a code; all else is a fault of ours. */
export const isRefusal = (error: unknown): boolean => error instanceof FettleError || error instanceof TrustError;

/** Frames of a device, one value each, as its agent would send them. */
export function framesOf(start: number) {
  const encoder = createFrameEncoder();
  let sequence = 0;
  return {
    dictionary: {
      type: 'dictionary' as const,
      id: 1,
      omitted: 0,
      series: [{ metric: 'system.cpu.busy', attributes: {}, decimals: 4 }],
    },
    next: () => {
      sequence++;
      const frame = { sequence, time: start + sequence, offset: 0, values: Float64Array.of(0.5), tables: [] };
      return encoder.encode(frame, 1, Uint8Array.of(4));
    },
  };
}
