import { DeliveriesPage } from './deliveries-page.tsx';
import { OnCallPage } from './page.tsx';
import { RosterPage } from './roster-page.tsx';
import { RoutePage } from './route-page.tsx';
import { RoutesPage } from './routes-page.tsx';

interface PartProps {
  readonly part: 'rosters' | 'routes' | 'deliveries';
  readonly id: string | undefined;
}

/** The pages below that of who is on call. */
export function OnCallPart({ part, id }: PartProps) {
  if (part === 'deliveries') return <DeliveriesPage />;
  if (part === 'rosters') return id === undefined ? <OnCallPage /> : <RosterPage id={id} />;
  return id === undefined ? <RoutesPage /> : <RoutePage id={id} />;
}
