/** The dashboard's files, from this checkout and nowhere else. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};

export interface Page {
  readonly type: string;
  readonly content: Buffer;
}

/** A path with a file ending is a file; every other is the dashboard's own to route. Null: there is none. */
export async function pageAt(folder: string, path: string): Promise<Page | null> {
  if (!/^\/[A-Za-z0-9._~%/-]*$/.test(path) || path.includes('..') || path.includes('%')) return null;
  const ending = extname(path);
  const type = types[ending === '' ? '.html' : ending];
  if (type === undefined) return null;
  try {
    return { type, content: await readFile(join(folder, ending === '' ? 'index.html' : path)) };
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
