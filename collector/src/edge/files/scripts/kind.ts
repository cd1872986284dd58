import type { ScriptBody } from '@fettle/shared/api/scripts';
import { applyScripts, ownScripts } from '../../../domain/scripts/index.ts';
import type { Kind } from '../kind.ts';
import { readScript } from './read.ts';
import { writeScript } from './write.ts';

/** Scripts in files: they become drafts, for nothing that a file says is signed by that. */
export const scriptKind: Kind<ScriptBody> = {
  key: 'scripts',
  one: 'script',
  read: readScript,
  write: writeScript,

  async kept({ scripts: store }, actor) {
    return (await ownScripts({ store }, actor)).map(({ name, body }) => ({ id: name, body }));
  },

  async apply({ scripts: store, now }, actor, wanted, { dryRun }) {
    const scripts = wanted.map(({ id, body }) => ({ name: id, body }));
    const steps = await applyScripts({ store, now }, actor, { scripts, dryRun });
    return steps.map(({ name, ...step }) => ({ id: name, ...step }));
  },
};
