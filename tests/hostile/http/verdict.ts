// pure
// What is wrong with an answer: it fails, shows insides, does what who asked may not, or shows what is not theirs.
import { isAllowed } from '@fettle/collector/domain/access/index';
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import type { Asked } from './asking.ts';
import type { Asker } from './scene.ts';

export interface Got {
  readonly status: number;
  readonly text: string;
}

export interface Verdict {
  readonly kind: 'fails' | 'insides' | 'unauthorised' | 'foreign' | 'secret';
  readonly words: string;
}

/** Of errors of programs and libraries, of paths of ours. */
const insides =
  /\n\s+at |node_modules|\.ts:\d+|(?:Type|Reference|Range|Syntax|Assertion)Error\b|Sqlite|SQLITE_|kysely|Cannot read prop|is not (?:a function|iterable|defined)|ENOENT|EACCES|UNIQUE constraint|\$argon2/i;

export interface Case {
  /** Undefined: nothing is registered for this method and path. */
  readonly route: Pick<NamedRoute, 'permission'> | undefined;
  readonly asker: Asker;
  readonly asked: Asked;
  /** Ids that no caller but who sees everything may read. */
  readonly outside: readonly string[];
  readonly secret: readonly string[];
}

/** What is wrong, or null. */
export function verdictOn(one: Case, { status, text }: Got): Verdict | null {
  const { route, asker, asked, secret } = one;
  if (status >= 500) return { kind: 'fails', words: text.slice(0, 200) };
  const sent = `${decoded(asked.url)} ${String(asked.payload ?? '')}`;
  const inside = insides.exec(text)?.[0];
  if (inside !== undefined && !sent.includes(inside)) return { kind: 'insides', words: inside };
  const isDone = status >= 200 && status < 300;
  if (isDone && !mayAsk(route, asker)) return { kind: 'unauthorised', words: `${status} to ${asker.name}` };
  const told = secret.find((marker) => text.includes(marker));
  if (told !== undefined && !sent.includes(told)) return { kind: 'secret', words: told };
  const shown = asker.hidden.find((marker) => text.includes(marker));
  if (shown !== undefined && !sent.includes(shown)) return { kind: 'foreign', words: `shows ${shown}` };
  const outside = asked.named.find((name) => one.outside.includes(name));
  if (isDone && outside !== undefined && asker.hidden.length > 0 && !isRoman(asker)) {
    return { kind: 'foreign', words: `${outside} lies outside` };
  }
  return null;
}

const isRoman = ({ name }: Asker) => name.endsWith('Rome');

function mayAsk(route: Case['route'], { caller }: Asker): boolean {
  if (route === undefined) return false;
  if (route.permission === 'open') return true;
  return caller !== null && isAllowed({ ...caller, id: '', scope: { sites: [] } }, route.permission);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch (error) {
    if (error instanceof URIError) return url;
    throw error;
  }
}
