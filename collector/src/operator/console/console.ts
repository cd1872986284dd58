/** The two origins of the console, on loopback alone. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { roles } from '@fettle/shared/trust/statements';
import { words } from '@fettle/shared/trust/words';
import type { Desk } from '../desk.ts';
import { readChain } from '../roots.ts';
import { createConfirmServer } from './confirm-server.ts';
import { createDataServer } from './data-server.ts';
import type { Jar } from './jar.ts';

export interface ConsoleOptions {
  readonly desk: Desk;
  /** Of the browser's session with the collector. */
  readonly jar: Jar;
  readonly pages: string;
  /** Of the data origin; 0: any. */
  readonly port: number;
}

export interface Console {
  /** To be opened in a browser. */
  readonly address: string;
  /** Where confirmation pages are; the only place where the passphrase is asked for. */
  readonly confirm: string;
  /** Three words on every confirmation page. */
  readonly mark: string;
  close(): Promise<void>;
}

export async function openConsole({ desk, jar, pages, port }: ConsoleOptions): Promise<Console> {
  const mark = Array.from({ length: 3 }, () => words[randomInt(words.length)]).join(' ');
  const root = (await readChain(desk.home))?.root;
  const { id } = desk.key;
  const key = {
    id,
    person: root?.keys[id]?.person ?? null,
    roles: roles.filter((role) => root?.roles[role].keys.includes(id)),
  };
  const origins = { data: '', confirm: '' };
  const confirm = createConfirmServer(desk, () => ({
    origin: origins.confirm,
    frame: { mark, home: origins.data },
    person: key.person ?? id,
  }));
  const about = () => ({ v: 1, confirm: `${origins.confirm}${confirm.base}`, key });
  const data = createDataServer({ place: desk.collector.place, jar, pages, about }, () => origins.data);
  origins.confirm = await listen(confirm.server, 0);
  origins.data = await listen(data.server, port);
  return {
    address: `${origins.data}${data.entrance}`,
    confirm: origins.confirm,
    mark,
    async close() {
      await Promise.all([data.server, confirm.server].map(closed));
    },
  };
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  server.close();
  // Streams of events would otherwise keep it open.
  server.closeAllConnections();
  await once(server, 'close');
}
