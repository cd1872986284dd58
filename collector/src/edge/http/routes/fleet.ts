import { Fleet, FleetQuery } from '@fettle/shared/api/fleet';
import { listFleet } from '../../../domain/devices/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** The whole fleet in a few bytes a device. */
export const fleetRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/fleet',
    {
      config: { permission: 'device.read' },
      schema: {
        summary: 'Every device in a few bytes each, by name',
        querystring: FleetQuery,
        response: { 200: Fleet },
      },
      // Thousands of tuples: the generated serialiser would try each against every form of a cell.
      serializerCompiler: () => JSON.stringify,
    },
    async (request) => {
      return await listFleet({ store: context.devices, view: context.view }, actorOf(request), request.query);
    },
  );
};
