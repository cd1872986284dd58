import { describe } from 'vitest';
import { catches } from './catches.ts';
import { accepts, fails, holds } from './expectations.ts';

const at = 'agent/src/a.ts';
const body = (code: string) => ({ [at]: `export async function f(log: any, g: any) { ${code} }` });

describe('no catch is empty or only logs', () => {
  holds('the project', catches);
  fails('an empty catch', catches, body(`try { g(); } catch {}`), `${at}:1 swallows`);
  fails('a comment is no handling', catches, body(`try { g(); } catch { /* fine */ }`), `${at}:1 swallows`);
  fails(
    'a catch that logs',
    catches,
    body(`try { g(); } catch (e) { log.error(e); console.warn(e); }`),
    `${at}:1 only logs`,
  );
  fails(
    'a logger of the class',
    catches,
    { [at]: `class A { #log: any; f() { try { g(); } catch (e) { this.#log.warn(e); } } }` },
    `${at}:1 only logs`,
  );
  fails('a promise’s empty catch', catches, body(`await g().catch(() => {});`), `${at}:1 swallows`);
  fails(
    'a promise’s catch that logs',
    catches,
    body(`await g().catch((e: unknown) => log.error(e));`),
    `${at}:1 only logs`,
  );
  accepts('handled', catches, body(`try { g(); } catch (e) { log.error(e); return null; }`));
  accepts('passed on', catches, body(`try { g(); } catch (e) { throw new Error('x', { cause: e }); }`));
  accepts('a value in its place', catches, body(`return await g().catch(() => null);`));
});
