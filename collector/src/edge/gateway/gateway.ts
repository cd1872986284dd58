/** Where agents connect: `/agent/v1`, over the collector's own HTTP server. */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../clock.ts';
import { patience } from '../../domain/devices/index.ts';
import { closeCodes, Connection, type ConnectionNeeds } from './connection.ts';
import { type GatewayCounters, newCounters } from './counters.ts';
import { createDeviceLink, type DeviceLink } from './device-link.ts';
import type { Greeted, GreetingNeeds } from './greeting.ts';
import type { Log } from '../log.ts';
import type { Presence } from './presence.ts';
import type { GatewayVerbs } from './verbs.ts';
import type { WorkVerbs } from './work.ts';
import { createRefusals } from './refusals.ts';
import { createWatches, type Watches } from './watch.ts';

export const agentPath = '/agent/v1';
/** How long an old connection may take to show that it still lives, when its device comes again. */
const oldConnectionMs = 5_000;
const sweepMs = 1_000;
/** Connections that are looked at in one sweep; where there are more, each has its turn in as many seconds as it takes. */
const sweptAtOnce = 2_048;
/** Silent for so long a device is asked whether it lives; an agent pings every 20 s, however seldom it measures. */
const silentMs = { least: 10_000, most: 30_000 } as const;

export interface GatewayNeeds extends GreetingNeeds {
  readonly verbs: GatewayVerbs;
  /** Absent: nothing is said about orders here. */
  readonly work?: WorkVerbs;
  readonly presence: Presence;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Gateway {
  /** Takes the server's upgrades: those of agents that came by a way that others cannot read; all others are refused. */
  attach(server: Server, mayEnter?: (request: IncomingMessage) => boolean): void;
  readonly counters: GatewayCounters;
  readonly watches: Watches;
  /** Ends the connection of a device that is not welcome any more; nothing where it has none. */
  refuse(device: DeviceId, error: FettleError): void;
  /** Asks a connected device for a frame now. @returns false when it is not connected */
  snapshot(device: DeviceId): boolean;
  /** @returns false when it is not connected */
  send(device: DeviceId, message: FromCollector): boolean;
  /** Devices that are connected now. */
  connected(): DeviceId[];
  /** Lets what is under way become durable and acknowledged, then ends every connection. */
  close(): Promise<void>;
}

export function createGateway(needs: GatewayNeeds): Gateway {
  const { verbs, presence, clock, log } = needs;
  const counters = newCounters();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
  });
  const connections = new Set<Connection>();
  const refusals = createRefusals();
  const devices = new Map<DeviceId, Connection>();
  /** Devices whose old connection is being asked whether it lives. */
  const asking = new Set<DeviceId>();
  const watches = createWatches((device, message) => devices.get(device)?.send(message));
  const sweeper = setInterval(sweepSome, sweepMs).unref();
  let turn = connections.values();
  let closing = false;

  const connectionNeeds: ConnectionNeeds = { ...needs, counters, admit, ended };

  let mayEnter = (_request: IncomingMessage): boolean => true;

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refusal = closing ? '503 Service Unavailable' : refusalOfUpgrade(request, mayEnter);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    server.handleUpgrade(request, socket, head, (ws) => {
      counters.open++;
      connections.add(new Connection(ws, socket as Socket, connectionNeeds));
    });
  }

  function sweepSome(): void {
    const now = clock.now();
    // What is due before its next turn is due now.
    const ahead = Math.floor(connections.size / sweptAtOnce) * sweepMs;
    for (let left = Math.min(sweptAtOnce, connections.size); left > 0; left--) {
      let next = turn.next();
      if (next.done) next = (turn = connections.values()).next();
      if (next.value) sweep(next.value, now, ahead);
    }
  }

  function sweep(one: Connection, now: number, ahead: number): void {
    one.link?.sweep(now + ahead);
    if (one.device === undefined || one.link === undefined || !one.isSilent(now, silentMs.least)) return;
    const interval = presence.get(one.device)?.interval ?? Number.POSITIVE_INFINITY;
    void one.askWhenSilent(Math.min(Math.max(patience(interval), silentMs.least), silentMs.most));
  }

  async function admit(connection: Connection, greeted: Extract<Greeted, { kind: 'device' }>): Promise<DeviceLink> {
    const { device, known } = greeted;
    await replaceOld(device, connection);
    const resume = await verbs.resume(device);
    // While that was read another connection of the device may have been admitted.
    if (devices.get(device)?.open) throw new FettleError('slow_down');
    const link = createDeviceLink(device, {
      ...needs,
      counters,
      refusals,
      send: (message) => connection.send(message),
      pause: () => connection.pause(),
      unpause: () => connection.unpause(),
    });
    if (!connection.open) return link;
    devices.set(device, connection);
    counters.connected = devices.size;
    presence.connected(device, clock.now(), { version: greeted.agentVersion, interval: greeted.interval });
    connection.send({ type: 'welcome', time: clock.now(), resume });
    if (known.grant !== null && known.grant.version > greeted.grant) {
      connection.send({ type: 'statement', envelope: JSON.parse(known.grant.envelope) as Envelope });
    }
    watches.connected(device);
    log.info({ device, agent: greeted.agentVersion, resume }, 'a device connected');
    return link;
  }

  /** @throws FettleError `device_quarantined` when the old connection lives: then there are two of this device */
  async function replaceOld(device: DeviceId, newcomer: Connection): Promise<void> {
    const old = devices.get(device);
    if (old === undefined || !old.open) return;
    if (asking.has(device)) throw new FettleError('slow_down');
    asking.add(device);
    try {
      if (await old.answers(oldConnectionMs)) {
        // A newcomer that went away meanwhile was no second agent, but the first one that tried again.
        if (!newcomer.open) throw new FettleError('slow_down');
        await verbs.quarantine(device);
        old.refuse(new FettleError('device_quarantined'));
        throw new FettleError('device_quarantined');
      }
      old.terminate();
      gone(old);
    } finally {
      asking.delete(device);
    }
  }

  /** Once for each connection, when it has ended or another takes its place. */
  function gone(connection: Connection): void {
    const { device } = connection;
    if (device === undefined || devices.get(device) !== connection) return;
    devices.delete(device);
    connection.link?.gone();
    counters.connected = devices.size;
    const ending = { goodbye: presence.get(device)?.goodbye ?? null, how: connection.how };
    presence.change(device, 'disconnected', { connected: false, watched: false, since: clock.now(), ending });
    log.info({ device }, 'a device’s connection ended');
  }

  function ended(connection: Connection): void {
    if (connections.delete(connection)) counters.open--;
    gone(connection);
  }

  return {
    attach(http, allowed) {
      mayEnter = allowed ?? mayEnter;
      http.on('upgrade', upgrade);
    },
    counters,
    watches,
    refuse: (device, error) => devices.get(device)?.refuse(error),
    snapshot(device) {
      const connection = devices.get(device);
      connection?.send({ type: 'snapshot' });
      return connection?.open ?? false;
    },
    send(device, message) {
      const connection = devices.get(device);
      if (!connection?.open) return false;
      connection.send(message);
      return true;
    },
    connected: () => [...devices].flatMap(([device, { open }]) => (open ? [device] : [])),
    async close() {
      closing = true;
      clearInterval(sweeper);
      watches.close();
      await Promise.all([...connections].map((one) => one.link?.settle() ?? Promise.resolve()));
      const left = [...connections].map((one) => {
        one.close(closeCodes.leaving, 'the collector stops');
        return one.gone;
      });
      await Promise.all(left);
      server.close();
    },
  };
}

/** The status line for a request that is no agent's, or null. Agents are no browsers: these name an origin. */
function refusalOfUpgrade(request: IncomingMessage, mayEnter: (request: IncomingMessage) => boolean): string | null {
  const { url = '', headers } = request;
  if (url.split('?', 1)[0] !== agentPath) return '404 Not Found';
  if (headers.origin !== undefined) return '403 Forbidden';
  return mayEnter(request) ? null : '403 TLS Required';
}
