import {
  BasisParameter,
  BasisView,
  Report,
  ReportAsk,
  ReportDelete,
  ReportDocument,
  ReportFileQuery,
  ReportKindPage,
  ReportPage,
  ReportParameter,
  ReportQuery,
  ReportSend,
  ReportSent,
} from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import {
  beginReport,
  deleteReport,
  getBasis,
  getDocument,
  getReport,
  listKinds,
  listReports,
  madeReport,
  sendReport,
} from '../../../domain/reports/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'report.read' } as const;
const make = { permission: 'report.make' } as const;
const json = 'application/json; charset=utf-8';

/** Reports that were made, and those that are. */
export const reportRoutes: Routes = (app, { reportDesk, ...context }) => {
  app.get(
    '/api/v1/report-kinds',
    { config: read, schema: { summary: 'Which reports there are', response: { 200: ReportKindPage } } },
    async (request) => ({ items: listKinds(actorOf(request)), next: null }),
  );
  app.get(
    '/api/v1/report-preview',
    {
      config: make,
      schema: { summary: 'A report made now and not kept', querystring: ReportAsk, response: { 200: ReportDocument } },
    },
    // Written here: a serialiser that knows only part of the form would leave the rest out.
    async (request, reply) =>
      reply.type(json).send((await reportDesk.preview(actorOf(request), request.query)) as never),
  );
  app.get(
    '/api/v1/reports',
    {
      config: read,
      schema: { summary: 'Reports, newest first', querystring: ReportQuery, response: { 200: ReportPage } },
    },
    (request) => listReports(reportDesk.context(), actorOf(request), request.query),
  );
  app.post(
    '/api/v1/reports',
    { config: make, schema: { summary: 'Ask for a report', body: ReportAsk, response: { 201: Report } } },
    async (request, reply) => {
      const { id } = await beginReport(reportDesk.context(), actorOf(request), request.body);
      return reply.code(201).send(await getReport(reportDesk.context(), actorOf(request), { id }));
    },
  );
  app.get(
    '/api/v1/reports/:id',
    { config: read, schema: { summary: 'One report', params: ReportParameter, response: { 200: Report } } },
    (request) => getReport(reportDesk.context(), actorOf(request), request.params),
  );
  app.delete(
    '/api/v1/reports/:id',
    {
      config: make,
      schema: {
        summary: 'Call off a report that is being made, or remove one',
        params: ReportParameter,
        querystring: ReportDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteReport(reportDesk.context(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
  app.get(
    '/api/v1/reports/:id/document',
    {
      config: read,
      schema: { summary: 'What stands in it', params: ReportParameter, response: { 200: ReportDocument } },
    },
    async (request, reply) =>
      reply
        .type(json)
        .send(JSON.stringify(await getDocument(reportDesk.context(), actorOf(request), request.params)) as never),
  );
  app.get(
    '/api/v1/reports/:id/file',
    { config: read, schema: { summary: 'It as a file', params: ReportParameter, querystring: ReportFileQuery } },
    async (request, reply) => {
      const { id } = await madeReport(reportDesk.context(), actorOf(request), request.params);
      const file = await reportDesk.file(id, request.query);
      if (file === null) throw new FettleError('not_found');
      const { name, type, content } = file;
      return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(content);
    },
  );
  app.get(
    '/api/v1/reports/:id/bases/:key',
    {
      config: read,
      schema: { summary: 'What a figure was reckoned from', params: BasisParameter, response: { 200: BasisView } },
    },
    (request) => getBasis({ ...reportDesk.context(), ...context }, actorOf(request), request.params),
  );
  app.post(
    '/api/v1/reports/:id/send',
    {
      config: { permission: 'report.plan' },
      schema: {
        summary: 'Send it to more people',
        params: ReportParameter,
        body: ReportSend,
        response: { 200: ReportSent },
      },
    },
    (request) => sendReport(reportDesk.context(), actorOf(request), { ...request.params, ...request.body }),
  );
};
