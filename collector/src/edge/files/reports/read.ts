import { reportKinds, type ReportPlanBody, reportPeriods } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { spanOf, wrongSchedule } from '../../../domain/reports/index.ts';
import { listOf, oneOf, shortText } from '../scripts/values.ts';
import type { Field, Fields, Source } from '../source.ts';

export const planKeys = [
  'name',
  'kind',
  'period',
  'zone',
  'enabled',
  'site',
  'scope',
  'service',
  'every',
  'every-zone',
  'business-day',
  'calendar',
  'to',
  'channel',
  'attach',
  'brand',
  'made-for',
] as const;
type PlanFields = Fields<(typeof planKeys)[number]>;
const forms = ['pdf', 'csv', 'html', 'json'] as const;
const mostAddresses = 50;

/** One planned report of a file; undefined, and told, where it cannot be read. */
export function readPlan(source: Source, id: string, field: Field): ReportPlanBody | undefined {
  const fields = source.fields(field, 'A planned report', planKeys);
  if (fields === null) return undefined;
  if (!fields.kind) return source.error(field.at, `This report has no “kind”: one of ${reportKinds.join(', ')}.`);
  const kind = oneOf(source, fields.kind, '“kind”', reportKinds);
  const period = fields.period === undefined ? 'month' : oneOf(source, fields.period, '“period”', reportPeriods);
  const zone = readZone(source, fields.zone, 'UTC');
  const attach =
    fields.attach === undefined
      ? []
      : listOf(source, fields.attach, forms.length, '“attach”', (one) => oneOf(source, one, 'A form', forms));
  const to =
    fields.to === undefined
      ? []
      : listOf(source, fields.to, mostAddresses, '“to”', (one) => shortText(source, one, 'An address', 254));
  const schedule = readSchedule(source, fields, zone);
  const optional = (key: 'site' | 'service' | 'channel' | 'brand') =>
    (fields[key] && shortText(source, fields[key], `“${key}”`, 128)) ?? null;
  const body = {
    name: (fields.name && shortText(source, fields.name, '“name”', 128)) || id,
    enabled: fields.enabled === undefined || source.flag(fields.enabled, '“enabled”') === true,
    site: optional('site'),
    selector: (fields.scope && source.anyText(fields.scope, '“scope”')?.trim()) ?? '',
    service: optional('service'),
    channel: optional('channel'),
    brand: optional('brand'),
    madeFor: (fields['made-for'] && shortText(source, fields['made-for'], '“made-for”', 128)) ?? '',
  };
  if (source.failed || kind === undefined || period === undefined) return undefined;
  return { ...body, kind, period, zone, schedule, to, attach };
}

function readSchedule(source: Source, fields: PlanFields, zone: string): ReportPlanBody['schedule'] {
  const { every } = fields;
  if (every === undefined) {
    const lost = fields['business-day'] ?? fields.calendar ?? fields['every-zone'];
    if (lost) source.error(lost.at, 'This belongs to “every”, which is not there: when is the report made?');
    return null;
  }
  const cron = source.words(every, '“every”', '0 8 1 * *')?.trim() ?? '';
  tried(source, every, () => wrongSchedule({ cron }));
  const rule = fields['business-day'];
  return {
    cron,
    zone: readZone(source, fields['every-zone'], zone),
    businessDay: (rule && oneOf(source, rule, '“business-day”', ['any', 'before', 'after', 'skip'] as const)) ?? 'any',
    calendar: (fields.calendar && shortText(source, fields.calendar, '“calendar”', 64)) ?? null,
  };
}

function readZone(source: Source, field: Field | undefined, usual: string): string {
  if (field === undefined) return usual;
  const zone = source.words(field, '“zone”', 'Europe/Berlin')?.trim() ?? usual;
  tried(source, field, () => {
    spanOf({ zone, period: 'day' }, 0);
    return null;
  });
  return zone;
}

/** Tells what the domain says of it. */
function tried(source: Source, field: Field, check: () => string | null): void {
  try {
    const wrong = check();
    if (wrong !== null) source.error(field.valueAt, wrong);
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    source.error(field.valueAt, error.message);
  }
}
