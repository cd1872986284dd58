// pure
/** Somewhere that can be gone to. */
export interface Place {
  readonly name: string;
  /** "page", "device", "service", "metric", "do" */
  readonly kind: string;
  readonly href: string;
  /** What it is found by besides its name. */
  readonly about?: string;
}

/** Every page, and what is begun from anywhere; those of the bar too, so that all of them are found by their name. */
export const pages: readonly Place[] = [
  ['Fleet', '/'],
  ['Incidents', '/incidents'],
  ['Scripts', '/scripts'],
  ['Push a script', '/push'],
  ['Orders', '/orders'],
  ['Drafts that wait to be signed', '/drafts'],
  ['Second signatures', '/approvals'],
  ['Runs', '/runs'],
  ['Standing orders', '/standing'],
  ['Services', '/services'],
  ['Map of services', '/services?view=map'],
  ['Month', '/month'],
  ['Objectives', '/objectives'],
  ['Calendars', '/calendars'],
  ['Public links', '/public-links'],
  ['Value and its settings', '/value'],
  ['Reports', '/reports'],
  ['Capacity: what is full when', '/capacity'],
  ['Explore a metric', '/explore'],
  ['Rules', '/rules'],
  ['Windows', '/windows'],
  ['On call', '/on-call'],
  ['Notice routes', '/on-call/routes'],
  ['Channels', '/channels'],
  ['Deliveries', '/on-call/deliveries'],
  ['Problems', '/problems'],
  ['Changes', '/changes'],
  ['Requests', '/requests'],
  ['What may be asked for', '/request-items'],
  ['Improvements', '/improvements'],
  ['Projects', '/projects'],
  ['Trust', '/trust'],
  ['People', '/people'],
  ['Load of each person', '/load'],
  ['Hand-over', '/hand-over'],
  ['Me', '/me'],
].map(([name = '', href = '']) => ({ name, kind: 'page', href }));

export const deeds: readonly Place[] = [
  ['New service', '/services/new'],
  ['New objective', '/objectives/new'],
  ['New calendar', '/calendars/new'],
  ['New rule', '/rules/new'],
  ['New window', '/windows/new'],
  ['Plan a change', '/changes/new'],
  ['Ask for something, or report a trouble', '/requests/new'],
  ['New improvement', '/improvements/new'],
  ['New project', '/projects/new'],
  ['New script', '/scripts/new'],
  ['Plan a report', '/report-plans/new'],
].map(([name = '', href = '']) => ({ name, kind: 'do', href }));

export const mostFound = 12;

/** Places in whose name or about every word stands; names that begin so first, in their order. */
export function foundIn(all: readonly Place[], text: string): Place[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const [first = ''] = words;
  const fits = all.filter(({ name, about = '', kind }) => {
    const whole = `${name} ${about} ${kind}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
  const begins = ({ name }: Place) => name.toLowerCase().startsWith(first);
  return [...fits.filter(begins), ...fits.filter((one) => !begins(one))].slice(0, mostFound);
}
