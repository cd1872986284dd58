/** What the system was told of files, and disks that write something else than they are given. For as long as it is used. */
import fs from 'node:fs';
import { dirname } from 'node:path';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: unknown[]) => unknown;
const names = ['openSync', 'writeSync', 'fsyncSync', 'linkSync', 'renameSync', 'copyFileSync'] as const;

export class WatchedDisk implements Disposable {
  /** Files whose bytes, and names whose folder, would survive a power failure now. */
  readonly #bytes = new Set<string>();
  readonly #named = new Set<string>();
  readonly #paths = new Map<unknown, string>();
  readonly #real = names.map((name) => [name, fs[name] as Call] as const);
  readonly #damages: (path: string) => boolean;

  /** @param damages whether what is written there becomes something else */
  constructor(damages: (path: string) => boolean = () => false) {
    this.#damages = damages;
    for (const [name, real] of this.#real)
      Object.assign(fs, {
        [name]: (...args: unknown[]) => {
          const result = real.apply(fs, this.#before(name, args));
          this.#after(name, args, result);
          return result;
        },
      });
    syncBuiltinESMExports();
  }

  [Symbol.dispose](): void {
    Object.assign(fs, Object.fromEntries(this.#real));
    syncBuiltinESMExports();
  }

  isOnDisk(path: string): boolean {
    return this.#bytes.has(path) && this.#named.has(path);
  }

  #before(name: string, args: unknown[]): unknown[] {
    const [file, bytes, ...rest] = args;
    if (name !== 'writeSync' || !this.#damages(this.#paths.get(file) ?? '')) return args;
    const other = Buffer.from(bytes as Uint8Array);
    other[0] = (other[0] ?? 0) ^ 1;
    return [file, other, ...rest];
  }

  #after(name: string, [first, second]: unknown[], result: unknown): void {
    if (name === 'openSync') this.#paths.set(result, String(first));
    if (name === 'fsyncSync') {
      const path = this.#paths.get(first) ?? '';
      this.#bytes.add(path);
      for (const one of this.#bytes) if (dirname(one) === path && fs.existsSync(one)) this.#named.add(one);
    }
    if (name !== 'linkSync' && name !== 'renameSync') return;
    this.#named.delete(String(second));
    if (this.#bytes.has(String(first))) this.#bytes.add(String(second));
  }
}
