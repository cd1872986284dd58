import {
  Device,
  DeviceChange,
  DevicePage,
  DeviceQuery,
  DeviceStorage,
  FactPage,
  LatestPage,
  ProcessPage,
  ProcessQuery,
} from '@fettle/shared/api/devices';
import { DeviceIdParameter } from '@fettle/shared/api/schema';
import type { FastifyRequest } from 'fastify';
import { changeDevice, getDevice, listDevices } from '../../../domain/devices/index.ts';
import { listFacts } from '../../../domain/inventory/index.ts';
import { deviceSize, latestValues, processesAt } from '../../../domain/series/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** Devices: lists, one, its newest values, facts and processes. */
export const deviceRoutes: Routes = (app, context) => {
  const read = { permission: 'device.read' } as const;
  const at = () => ({ store: context.devices, now: context.clock.now() });
  /** The device of the address, if the actor may see it. @throws FettleError `not_found` */
  const named = (request: FastifyRequest<{ Params: { id: string } }>) =>
    getDevice(at(), actorOf(request), { id: request.params.id });

  app.get(
    '/api/v1/devices',
    {
      config: read,
      schema: { summary: 'Devices, worst first', querystring: DeviceQuery, response: { 200: DevicePage } },
    },
    async (request) => {
      const { items, next } = await listDevices({ ...at(), view: context.view }, actorOf(request), request.query);
      return { items, next };
    },
  );
  app.get(
    '/api/v1/devices/:id',
    { config: read, schema: { summary: 'One device', params: DeviceIdParameter, response: { 200: Device } } },
    async (request) => context.view(await named(request)),
  );
  app.patch(
    '/api/v1/devices/:id',
    {
      config: { permission: 'device.change' },
      schema: {
        summary: 'Change name, kind or labels',
        params: DeviceIdParameter,
        body: DeviceChange,
        response: { 200: Device },
      },
    },
    async (request) =>
      context.view(await changeDevice(at(), actorOf(request), { id: request.params.id, ...request.body })),
  );
  app.get(
    '/api/v1/devices/:id/latest',
    {
      config: read,
      schema: { summary: 'The newest value of each series', params: DeviceIdParameter, response: { 200: LatestPage } },
    },
    async (request) => {
      const { id } = await named(request);
      return { items: await latestValues({ store: context.series }, actorOf(request), { device: id }), next: null };
    },
  );
  app.get(
    '/api/v1/devices/:id/storage',
    {
      config: read,
      schema: {
        summary: 'What its samples take on disk, and how long they are kept',
        params: DeviceIdParameter,
        response: { 200: DeviceStorage },
      },
    },
    async (request) => {
      const { id } = await named(request);
      const ports = { store: context.series, plan: context.plan };
      return deviceSize(ports, actorOf(request), { device: id });
    },
  );
  app.get(
    '/api/v1/devices/:id/facts',
    {
      config: read,
      schema: { summary: 'What rarely changes', params: DeviceIdParameter, response: { 200: FactPage } },
    },
    async (request) => {
      const { id } = await named(request);
      return { items: await listFacts({ store: context.inventory }, actorOf(request), { device: id }), next: null };
    },
  );
  app.get(
    '/api/v1/devices/:id/processes',
    {
      config: read,
      schema: {
        summary: 'The table of top processes at a time, or the newest',
        params: DeviceIdParameter,
        querystring: ProcessQuery,
        response: { 200: ProcessPage },
      },
    },
    async (request) => {
      const { id } = await named(request);
      const found = await processesAt({ store: context.series }, actorOf(request), { device: id, ...request.query });
      return { ...found, next: null };
    },
  );
};
