// pure
import type { ReportKindId } from '@fettle/shared/api/reports';

/** What is said of September, in which no device was here; where nothing stands here nothing is compared or counted. */
export const september: Partial<Record<ReportKindId, string>> = {
  executive: 'No objective could be measured. No device was here yet.',
  'service-levels':
    'Nothing was measured: no service has an objective, or none was in its hours. No device was here yet.',
  availability: 'No service was in its hours, or none is known yet. No device was here yet.',
  trends: 'Nothing was measured. No device was here yet.',
  incidents: 'No incident opened. None was resolved. No device was here yet.',
  remediation: 'No run ended. No incident was resolved. No device was here yet.',
  inventory: 'No device was here yet.',
  workload: 'Nobody worked on an incident. No device was here yet.',
  value: 'No script gave time back; outages cost € 0.00; the tool itself € 0.00. No device was here yet.',
  improvement: 'No improvement was judged. None is overdue.',
  customer: 'No device was here yet.',
};
