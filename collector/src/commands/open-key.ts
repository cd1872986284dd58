import type { roles } from '@fettle/shared/trust/root';
import { homeAt } from '../operator/home.ts';
import { homeKey } from '../operator/keys.ts';
import { readChain } from '../operator/roots.ts';
import type { Config } from '../config.ts';

/** Whether a key signs without anybody at the terminal, and whether its signature alone is enough in a role. */
export async function isOpen(
  { home: folder, passphraseFile }: Pick<Config, 'home' | 'passphraseFile'>,
  role: (typeof roles)[number],
  name: string | null = null,
): Promise<boolean> {
  const home = homeAt(folder);
  const [key, chain] = [await homeKey(home, name), await readChain(home)];
  if (key === null || chain === null || (key.sealed && passphraseFile === null)) return false;
  const { keys, threshold } = chain.root.roles[role];
  return threshold === 1 && keys.includes(key.id);
}
