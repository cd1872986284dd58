/** A real agent that measures every second behind a link that tests make bad; what it went through costs nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Fettle, until } from './fettle.ts';
import { acknowledged, agentStatus, losses, timesOf } from './stored.ts';

/** Long enough for frames to be under way in it. */
const badMs = 4_000;
/** Frames of the last seconds may be on their way when the agent stops. */
const underWay = 10;

interface Fault {
  readonly name: string;
  readonly begin: () => void;
  readonly end: () => void;
}

/** Collector, device and its agent, the first frame acknowledged. */
export async function beginAt(fettle: Fettle, address: () => Promise<string>): Promise<void> {
  fettle.via = await address();
  await fettle.enrol();
  await fettle.startAgent('1s');
  await until('the first acknowledgement', () => acknowledged(fettle) > 0);
}

/** Since when the agent is connected, by its own word; null while it is not. */
function connectedSince(fettle: Fettle): number | null {
  const link = agentStatus(fettle)?.link;
  return link?.state === 'connected' ? link.since : null;
}

const connected = (fettle: Fettle) => until('the agent to be connected', () => connectedSince(fettle));

/** A fault for some seconds, through which the connection lives. */
export async function livesThrough(fettle: Fettle, { name, begin, end }: Fault): Promise<void> {
  const before = await connected(fettle);
  begin();
  await sleep(badMs);
  end();
  await sleep(badMs);
  expect(connectedSince(fettle), `the same connection after ${name}`).toBe(before);
}

/** A fault that the connection does not live through; it ends when the agent has found that out. */
export async function comesBackFrom(fettle: Fettle, { name, begin, end }: Fault): Promise<void> {
  const before = await connected(fettle);
  begin();
  await until(`${name} to be found out`, () => connectedSince(fettle) !== before);
  end();
  await until(`another connection after ${name}`, () => ![null, before].includes(connectedSince(fettle)));
}

/** A fault for a time, whatever becomes of the connection. */
export async function getsOver(fettle: Fettle, { begin, end }: Fault, ms: number): Promise<void> {
  begin();
  await sleep(ms);
  end();
  await sleep(badMs);
  await connected(fettle);
}

/** Of all that was measured since the beginning nothing is missing and nothing is there twice. The agent has stopped. */
export async function nothingLost(fettle: Fettle, began: number, ended: number): Promise<void> {
  const times = await timesOf(fettle, began - 60_000, Date.now() + 60_000);
  expect(losses(times)).toMatchObject({ lost: 0, doubled: 0 });
  expect(times.length).toBe(acknowledged(fettle));
  expect((times.at(-1) ?? 0) + underWay * 1_000, 'up to the end').toBeGreaterThan(ended);
}
