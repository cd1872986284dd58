import type { Brand, Report, ReportPlan } from '@fettle/shared/api/reports';
import { type KindView, readBrands, readKinds, readPlans, readReports } from '../api/reports.ts';
import { resource } from './resource.ts';

export const reportKinds = resource<readonly KindView[]>((signal) => readKinds(signal));
/** Those that were made and are being made, newest first. */
export const reports = resource<readonly Report[]>((signal) => readReports(signal));
export const reportPlans = resource<readonly ReportPlan[]>((signal) => readPlans(signal));
export const brands = resource<readonly Brand[]>((signal) => readBrands(signal));

/** Reads what the gallery shows. */
export function readGallery(): void {
  if (reportKinds.value.peek() === undefined) reportKinds.renew();
  for (const part of [reports, reportPlans, brands]) part.renew();
}

export const kindTitle = (id: string): string => reportKinds.value.value?.find((one) => one.id === id)?.title ?? id;
