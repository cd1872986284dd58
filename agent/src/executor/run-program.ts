/** One program from its bytes to its end. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import type { Account, Platform, Tree } from './platform/platform.ts';

const { O_CREAT, O_EXCL, O_RDWR, O_NOFOLLOW } = fs.constants;

export interface Program {
  /** The command line up to the script's file; with `body` null it is the whole of it. */
  readonly argv: readonly string[];
  readonly body: { readonly bytes: Uint8Array; readonly sha256: string; readonly ending: string } | null;
  /** After the file. */
  readonly parameters: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly account: Account | null;
  readonly timeoutMs: number;
}

/** How it ended: by itself, by the clock, by who asked, or not begun at all. */
export interface Ended {
  readonly by: 'itself' | 'timeout' | 'stop' | 'nothing';
  readonly exit: number | null;
  /** Why it could not be begun, or the signal that ended it; for people. */
  readonly why: string | null;
}

export interface Surroundings {
  readonly platform: Platform;
  /** Where bodies and working folders lie for as long as they are used. */
  readonly folder: string;
  /** Of the run. */
  readonly cookie: string;
  readonly stop: AbortSignal;
  readonly output: (bytes: Buffer) => void;
  readonly spawned?: () => void;
  /** How long after the first word the last one comes, ms. */
  readonly grace: { readonly timeout: number; readonly stop: number };
}

/** What it leaves running is ended with it. */
export async function runProgram(program: Program, around: Surroundings): Promise<Ended> {
  const { platform, folder, cookie } = around;
  const name = randomBytes(16).toString('hex');
  const file = join(folder, `${name}${program.body?.ending ?? ''}`);
  const cwd = join(folder, `${name}.d`);
  try {
    if (program.body !== null) placeBody(file, program.body);
    fs.mkdirSync(cwd, { mode: 0o700 });
    if (program.account !== null) fs.chownSync(cwd, program.account.uid, program.account.gid);
    const argv = [...program.argv, ...(program.body === null ? [] : [file]), ...program.parameters];
    const env = { ...platform.environment(program.account), TMPDIR: cwd, FETTLE_RUN: cookie, ...program.env };
    const tree = platform.start({ argv, env, cwd, account: program.account, cookie });
    around.spawned?.();
    return await untilEnd(tree, program.timeoutMs, around);
  } catch (error) {
    return { by: 'nothing', exit: null, why: error instanceof Error ? error.message : String(error) };
  } finally {
    fs.rmSync(file, { force: true });
    if (fs.existsSync(cwd)) platform.removeFolder(cwd);
  }
}

/**
 * Others may read and run it, nobody may change it. What is hashed are the bytes of the file itself.
 * @throws Error when they are others than expected
 */
export function placeBody(
  path: string,
  { bytes, sha256 }: { readonly bytes: Uint8Array; readonly sha256: string },
): void {
  const file = fs.openSync(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW, 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += fs.writeSync(file, bytes, at);
    const written = Buffer.alloc(fs.fstatSync(file).size);
    fs.readSync(file, written, 0, written.length, 0);
    if (createHash('sha256').update(written).digest('hex') !== sha256) throw new Error('the body is another one');
    if (process.platform !== 'win32') fs.fchmodSync(file, 0o555);
  } finally {
    fs.closeSync(file);
  }
}

function untilEnd(tree: Tree, timeoutMs: number, { stop, output, grace }: Surroundings): Promise<Ended> {
  const { child } = tree;
  let by: Ended['by'] = 'itself';
  const timers: NodeJS.Timeout[] = [];
  const { promise, resolve, reject: failed } = Promise.withResolvers<Ended>();
  const end = (why: 'timeout' | 'stop') => {
    if (by !== 'itself') return;
    by = why;
    tree.terminate();
    timers.push(setTimeout(() => void tree.kill().catch(failed), grace[why]));
  };
  const onStop = () => end('stop');
  child.stdout?.on('data', output);
  child.once('error', failed);
  timers.push(setTimeout(() => end('timeout'), timeoutMs));
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  child.once('exit', (exit, signal) => {
    // What it left behind may hold its output open for ever.
    tree.kill().then(() => whenRead(child.stdout, () => resolve({ by, exit, why: signal })), failed);
  });
  return promise.finally(() => {
    timers.forEach(clearTimeout);
    stop.removeEventListener('abort', onStop);
  });
}

/** After the last byte; where somebody who escaped still holds the other end, a second later. */
function whenRead(stream: NodeJS.ReadableStream | null, then: () => void): void {
  if (stream === null || !stream.readable) return then();
  const late = setTimeout(() => {
    stream.removeAllListeners('data');
    (stream as unknown as { destroy(): void }).destroy();
  }, 1_000);
  stream.once('close', () => {
    clearTimeout(late);
    then();
  });
}
