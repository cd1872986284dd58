import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { owner, Peer } from './peer.ts';

/** initdb and pg_isready lie beside the real `postgres`, which PATH may reach by a link only. */
const beside = (program: string, name: string) => join(dirname(realpathSync(program)), name);

const quickly = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'].flatMap((setting) => ['-c', setting]);

/** A PostgreSQL of its own, empty, with the user `test` who needs no password. */
export function postgres(program: string): Promise<Peer> {
  return Peer.start({
    program,
    prepare(dir) {
      const cluster = ['-D', `${dir}/data`, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
      execFileSync(beside(program, 'initdb'), cluster, { ...owner, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
    },
    args: (dir, port) => ['-D', `${dir}/data`, '-p', String(port), '-h', '127.0.0.1', '-k', dir, ...quickly],
    async ready(_dir, port) {
      try {
        execFileSync(beside(program, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
        return true;
      } catch {
        return false;
      }
    },
    stopSignal: 'SIGINT',
  });
}

/** The address of a database of this server. */
export const databaseAddress = (server: Peer, name: string) => `postgres://test@127.0.0.1:${server.port}/${name}`;
