/** What an authenticated agent says on its connection, and what that does. */
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import type { FromAgent, FromCollector } from '@fettle/shared/protocol/messages';
import type { Clock } from '../../clock.ts';
import type { GatewayCounters } from './counters.ts';
import { createInflow, type Inflow } from './inflow.ts';
import { sharedDictionary } from './shared-dictionary.ts';
import type { Log } from '../log.ts';
import type { Presence } from './presence.ts';
import type { Refusals } from './refusals.ts';
import type { GatewayVerbs } from './verbs.ts';
import type { WorkVerbs } from './work.ts';
import { createWorkLink } from './work-link.ts';

export interface DeviceLinkNeeds {
  readonly verbs: Pick<GatewayVerbs, 'ingest' | 'facts' | 'refusal'>;
  /** Absent: nothing is said about orders here. */
  readonly work?: WorkVerbs;
  readonly refusals: Refusals;
  readonly presence: Presence;
  readonly counters: GatewayCounters;
  readonly clock: Clock;
  readonly log: Log;
  send(message: FromCollector): void;
  pause(): void;
  unpause(): void;
}

export interface DeviceLink {
  /** @throws FettleError why the connection must end */
  message(message: FromAgent): void;
  /** @throws FettleError `frame_*`, `name_too_long`, `series_limit` */
  frame(bytes: Uint8Array): void;
  /** Acknowledges what is due by this time, ms since 1970. */
  sweep(now: number): void;
  settle(): Promise<void>;
  /** The connection is gone. */
  gone(): void;
}

export function createDeviceLink(device: DeviceId, needs: DeviceLinkNeeds): DeviceLink {
  const { presence, counters, clock } = needs;
  const decoder = createFrameDecoder(sharedDictionary);
  const inflow = inflowOf(device, needs);
  const work = createWorkLink(device, { ...needs, work: needs.work, send: (message) => needs.send(message) });
  let dictionary: Dictionary | undefined;

  return {
    message(message) {
      if (work.takes(message)) return;
      switch (message.type) {
        case 'dictionary':
          dictionary = decoder.dictionary(message);
          if (message.omitted !== (presence.get(device)?.omitted ?? 0)) {
            presence.change(device, 'omitted', { omitted: message.omitted });
          }
          return;
        case 'facts':
          takeFacts(device, needs, message.time, message.facts);
          return;
        case 'interval':
          presence.change(device, 'interval', { interval: message.interval, watched: message.watched });
          return;
        case 'goodbye':
          presence.change(device, 'goodbye', { goodbye: message.reason, lastHeard: clock.now() });
          void inflow.settle();
          return;
        case 'resume':
          decoder.forget();
          inflow.resume();
          return;
        case 'ping':
          needs.send({ type: 'pong', sent: message.sent, time: clock.now() });
          return;
        case 'hello':
        case 'proof':
        case 'enrol':
          throw new FettleError('message_unexpected', `A ${message.type} message does not belong here.`);
      }
    },
    frame(bytes) {
      counters.bytes += bytes.length;
      if (inflow.deaf) return;
      const frame = decoder.decode(bytes);
      if (dictionary === undefined) throw new FettleError('frame_malformed');
      inflow.push(frame, dictionary);
    },
    sweep: (now) => inflow.sweep(now),
    async settle() {
      await Promise.all([inflow.settle(), work.settle()]);
    },
    gone: () => work.gone(),
  };
}

function inflowOf(device: DeviceId, needs: DeviceLinkNeeds): Inflow {
  const { verbs, presence, counters, clock, log } = needs;
  const refusals = needs.refusals.of(device);
  return createInflow({
    refusals,
    ingest: (frames, dictionary, ahead) => verbs.ingest(device, frames, dictionary, ahead),
    send(message) {
      if (message.type === 'ack') counters.acks++;
      needs.send(message);
    },
    pause: () => needs.pause(),
    unpause: () => needs.unpause(),
    now: () => clock.now(),
    interval: () => presence.get(device)?.interval ?? 0,
    durable(frames, appended) {
      counters.frames += frames.length;
      for (const { values } of frames) counters.samples += values.length;
      for (const one of appended) if (one === 'duplicate') counters.duplicates++;
      const now = clock.now();
      presence.change(device, 'frame', { lastFrame: now, lastHeard: now, offset: frames.at(-1)?.offset ?? 0 });
    },
    refused({ sequence }, { code, message }) {
      counters.refusedFrames[code] = (counters.refusedFrames[code] ?? 0) + 1;
      log.warn({ device, sequence, code }, `a frame was refused for good: ${message}`);
      if (!refusals.due(code, clock.now())) return;
      verbs.refusal({ device, sequence, code, message }).catch((error: unknown) => {
        refusals.untold(code);
        log.error({ device, err: error }, 'that a frame was refused could not be written down');
      });
    },
    failed(error) {
      counters.ingestFailures++;
      log.error({ device, err: error }, 'frames could not be stored; the agent keeps them and sends them again');
    },
  });
}

function takeFacts(
  device: DeviceId,
  { verbs, counters, log }: DeviceLinkNeeds,
  time: number,
  facts: Readonly<Record<string, string>>,
): void {
  // Facts are not acknowledged: the agent sends them again with its next connection.
  verbs.facts(device, time, facts).catch((error: unknown) => {
    counters.factFailures++;
    log.error({ device, err: error }, 'facts could not be stored; they come again with the next connection');
  });
}
