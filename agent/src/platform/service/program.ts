import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';

/**
 * Node and the agent's main file as a service shall start them: by a path that stays when an update brings another Node,
 * where the checkout has one.
 * @param node the Node that runs now
 */
export function programOf(node: string, main: string): string[] {
  const file = realpathSync(main);
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const linked = join(folder, 'node_modules/.bin/node');
    if (existsSync(linked) && realpathSync(linked) === realpathSync(node)) return [linked, file];
  }
  return [node, file];
}

const hidden = /^\/(?:tmp|var\/tmp|dev)\//;

/**
 * Whether an unprivileged service can run these files.
 * @throws FettleError `input_invalid` when it would not see or may not read one
 */
export function checkProgram(program: readonly string[], unseen = hidden): void {
  for (const file of new Set(program.flatMap((path) => [path, realpathSync(path)]))) {
    const wrong = (why: string) =>
      new FettleError(
        'input_invalid',
        `A service cannot run ${file}: ${why}. Put the program elsewhere, for instance below /opt.`,
      );
    if (unseen.test(file)) throw wrong('services have a folder of their own there');
    for (let path = file; ; path = dirname(path)) {
      const { mode } = statSync(path);
      const needed = path === file ? 0o004 : 0o001;
      if ((mode & needed) === 0)
        throw wrong(`others than its owner may not ${path === file ? 'read it' : `enter ${path}`}`);
      if (path === dirname(path)) break;
    }
  }
}
