import type { ServiceBody } from '@fettle/shared/api/services';
import { applyServices, ownServices } from '../../../domain/services/index.ts';
import type { Kind } from '../kind.ts';
import { readService } from './read.ts';
import { writeService } from './write.ts';

/** Business services in files. None is deleted with `--prune`: its history would go with it. */
export const serviceKind: Kind<ServiceBody> = {
  key: 'services',
  one: 'service',
  read: readService,
  write: writeService,

  kept: (ports, actor) => ownServices(ports, actor),

  async apply(ports, actor, wanted, { dryRun }) {
    const services = wanted.map(({ id, body }) => ({ id, body }));
    return applyServices(ports, actor, { services, dryRun });
  },
};
