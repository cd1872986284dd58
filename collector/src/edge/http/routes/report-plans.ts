import {
  Brand,
  BrandPage,
  BrandPut,
  Report,
  ReportDelete,
  ReportPlan,
  ReportPlanPage,
  ReportPlanPut,
  ReportSlug,
} from '@fettle/shared/api/reports';
import {
  deleteBrand,
  deletePlan,
  getReport,
  listBrands,
  listPlans,
  makePlan,
  putBrand,
  putPlan,
} from '../../../domain/reports/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'report.read' } as const;
const plan = { permission: 'report.plan' } as const;
const change = { permission: 'brand.change' } as const;

/** Reports that are made again and again, and how they look. */
export const reportPlanRoutes: Routes = (app, { reportDesk }) => {
  app.get(
    '/api/v1/report-plans',
    { config: read, schema: { summary: 'Planned reports', response: { 200: ReportPlanPage } } },
    async (request) => ({ items: await listPlans(reportDesk.context(), actorOf(request)), next: null }),
  );
  app.put(
    '/api/v1/report-plans/:id',
    {
      config: plan,
      schema: {
        summary: 'Plan a report, or change a plan',
        params: ReportSlug,
        body: ReportPlanPut,
        response: { 200: ReportPlan },
      },
    },
    (request) => putPlan(reportDesk.context(), actorOf(request), { ...request.params, ...request.body }),
  );
  app.delete(
    '/api/v1/report-plans/:id',
    {
      config: plan,
      schema: {
        summary: 'Take a plan away; its reports stay',
        params: ReportSlug,
        querystring: ReportDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deletePlan(reportDesk.context(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
  app.post(
    '/api/v1/report-plans/:id/make',
    {
      config: plan,
      schema: { summary: 'Make a plan’s report now', params: ReportSlug, response: { 201: Report } },
    },
    async (request, reply) => {
      const { id } = await makePlan(reportDesk.context(), actorOf(request), request.params);
      return reply.code(201).send(await getReport(reportDesk.context(), actorOf(request), { id }));
    },
  );
  app.get(
    '/api/v1/brands',
    { config: read, schema: { summary: 'How customers’ reports look', response: { 200: BrandPage } } },
    async (request) => ({ items: await listBrands(reportDesk.context(), actorOf(request)), next: null }),
  );
  app.put(
    '/api/v1/brands/:id',
    {
      config: change,
      bodyLimit: 600_000,
      schema: { summary: 'Make or change a brand', params: ReportSlug, body: BrandPut, response: { 200: Brand } },
    },
    (request) => putBrand(reportDesk.context(), actorOf(request), { ...request.params, ...request.body }),
  );
  app.delete(
    '/api/v1/brands/:id',
    {
      config: change,
      schema: {
        summary: 'Take a brand away',
        params: ReportSlug,
        querystring: ReportDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteBrand(reportDesk.context(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
};
