import { signal } from '@preact/signals';

/** The origin where things are signed, when `fettle console` serves this page on the signer's own machine. docs/console.md */
export const confirmOrigin = signal<string | undefined>(undefined);

/** Asks whether this is the console; elsewhere the answer is an empty one. Called once. */
export async function askConsole(): Promise<void> {
  try {
    const answer = await fetch('/console.json', { cache: 'no-store' });
    const found = (await answer.json()) as { v?: unknown; confirm?: unknown };
    // Only this machine may be led to: the passphrase is typed there.
    const ours =
      typeof found.confirm === 'string' && /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost):\d+\//.test(found.confirm);
    if (found.v === 1 && ours) confirmOrigin.value = String(found.confirm);
  } catch {
    confirmOrigin.value = undefined; // no console: the commands are shown instead
  }
}

export interface Signing {
  readonly what: 'draft' | 'approve' | 'script' | 'standing' | 'fresh' | 'stop';
  /** Of what there are many: which. */
  readonly id?: string;
}

const pages = {
  draft: ['sign', 'draft'],
  approve: ['approve', 'id'],
  script: ['publish', 'script'],
  standing: ['end', 'standing'],
} as const;

/** The page where it is signed, in the console; else undefined. */
export function signingPage(signing: Signing): string | undefined {
  const origin = confirmOrigin.value;
  if (origin === undefined) return undefined;
  if (signing.what === 'fresh' || signing.what === 'stop') return `${origin}${signing.what}`;
  const [page, name] = pages[signing.what];
  return `${origin}${page}?${name}=${encodeURIComponent(signing.id ?? '')}`;
}
