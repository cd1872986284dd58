import type { ReportPlanBody } from '@fettle/shared/api/reports';
import type { Written } from '@fettle/shared/rules/write';
import { applyPlans, plansOf, type ReportsContext } from '../../../domain/reports/index.ts';
import { reportSources } from '../../report-sources.ts';
import type { Kind, World } from '../kind.ts';
import { lookAtPlan } from './look.ts';
import { readPlan } from './read.ts';

/** Planned reports in files. */
export const reportKind: Kind<ReportPlanBody> = {
  key: 'reports',
  one: 'planned report',
  read: readPlan,
  write: writePlan,
  look: (world, _actor, source, field, body, made) => lookAtPlan(world, source, field, body, made),
  kept: (world, actor) => plansOf(contextOf(world), actor),
  apply: (world, actor, items, way) => applyPlans(contextOf(world), actor, { items, ...way }),
};

function contextOf({ reports, access, levels, channels, now }: World): ReportsContext {
  return { store: reports, access, ...reportSources({ levels, channels }), now };
}

/** What is usual is left out. */
function writePlan({ name, kind, period, zone, schedule, ...plan }: ReportPlanBody): Written {
  return {
    name,
    kind,
    period,
    zone,
    ...(!plan.enabled && { enabled: false }),
    ...(plan.site !== null && { site: plan.site }),
    ...(plan.selector !== '' && { scope: plan.selector }),
    ...(plan.service !== null && { service: plan.service }),
    ...(schedule !== null && {
      every: schedule.cron,
      ...(schedule.zone !== zone && { 'every-zone': schedule.zone }),
      ...(schedule.businessDay !== 'any' && { 'business-day': schedule.businessDay }),
      ...(schedule.calendar !== null && { calendar: schedule.calendar }),
    }),
    ...(plan.to.length > 0 && { to: plan.to }),
    ...(plan.channel !== null && { channel: plan.channel }),
    ...(plan.attach.length > 0 && { attach: plan.attach }),
    ...(plan.brand !== null && { brand: plan.brand }),
    ...(plan.madeFor !== '' && { 'made-for': plan.madeFor }),
  };
}
