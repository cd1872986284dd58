import { describe } from 'vitest';
import { accepts, fails, holds } from './expectations.ts';
import { domainTimers, wallClock } from './time.ts';

describe('no wall clock outside the one that is given', () => {
  holds('the project', wallClock);
  const at = 'collector/src/domain/devices/enrol.ts';
  fails('Date.now()', wallClock, { [at]: `export const t = () => Date.now();` }, `${at}:1`);
  fails('Date.now handed on', wallClock, { [at]: `export const t = Date.now;` }, at);
  fails('new Date()', wallClock, { [at]: `export const t = new Date();` }, at);
  fails('Date()', wallClock, { 'agent/src/main.ts': `export const t = Date();` }, 'agent/src/main.ts');
  accepts('the clock', wallClock, { 'collector/src/clock.ts': `export const now = () => Date.now();` });
  accepts('a date of a time, and monotonic time', wallClock, {
    [at]: `export const t = (ms: number) => new Date(ms).toISOString() + performance.now();`,
  });
});

describe('no timers in the domain', () => {
  holds('the project', domainTimers);
  const at = 'collector/src/domain/devices/watch.ts';
  fails('setTimeout', domainTimers, { [at]: `setTimeout(() => 1, 5);` }, at);
  fails('setInterval', domainTimers, { [at]: `export const t = () => setInterval(() => 1, 5);` }, at);
  fails('node:timers', domainTimers, { [at]: `import { setTimeout as wait } from 'node:timers/promises';` }, at);
  accepts('a timer of the edge', domainTimers, { 'collector/src/edge/jobs/every.ts': `setInterval(() => 1, 5);` });
});
