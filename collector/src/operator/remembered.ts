/** Scripts as this home last signed for them: what has changed since is shown before the next signature. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeDurably } from './durable-file.ts';
import type { Home } from './home.ts';
import type { CheckedScript } from './kit.ts';

export interface Remembered {
  readonly version: number;
  /** Fingerprint of its statement. */
  readonly hash: string;
  readonly at: number;
  /** By platform. */
  readonly bodies: Readonly<Record<string, string>>;
}

const fileOf = ({ folder }: Home, name: string) =>
  // By hash: a name is a stranger's text, and no part of a path.
  join(folder, 'scripts', `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);

/** By script name; those that were never signed for are absent. */
export async function recall(home: Home, names: readonly string[]): Promise<Map<string, Remembered>> {
  const found = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const text = await readIfThere(fileOf(home, name));
      return text === null ? null : ([name, JSON.parse(text) as Remembered] as const);
    }),
  );
  return new Map(found.filter((one) => one !== null));
}

export async function remember(home: Home, scripts: readonly CheckedScript[], at: number): Promise<void> {
  await mkdir(join(home.folder, 'scripts'), { recursive: true, mode: 0o700 });
  for (const { statement, hash, bodies } of scripts) {
    const texts = Object.entries(statement.programs).map(([platform, { sha256 }]) => [
      platform,
      bodies.get(sha256) ?? '',
    ]);
    const remembered: Remembered = { version: statement.version, hash, at, bodies: Object.fromEntries(texts) };
    await writeDurably(fileOf(home, statement.name), `${JSON.stringify(remembered)}\n`);
  }
}
