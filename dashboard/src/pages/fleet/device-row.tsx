import type { Device } from '@fettle/shared/api/devices';
import { plain } from '../../format/text.ts';
import { age, exact } from '../../format/time.ts';
import { Figure, Settling, Told } from '../../parts/figure.tsx';
import { Spark } from '../../parts/spark.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { devicePath, incidentPath } from '../../routes.ts';
import { now as ticking } from '../../state/clock.ts';
import { type Column, columns, type Sparks, type sparkWindow } from '../../state/fleet.ts';
import { worstOf } from '../../state/recent.ts';
import { isSilent, type Standing, type Stood } from '../../state/standing.ts';

interface DeviceRowProps {
  readonly row: Stood;
  /** The whole item, once it is there. */
  readonly item: Device | undefined;
  /** Its place in the table, from 1, the head included. */
  readonly place: number;
  readonly sparks: ReturnType<Sparks['get']>;
  readonly window: ReturnType<typeof sparkWindow>;
  readonly now: number;
}

const shownColumns: readonly Column[] = ['cpu', 'memory', 'disk'];

/** The trouble of a column, if that is where it hurts. */
const troubleOf = ({ troubles }: Device, column: Column) =>
  troubles.find(({ metric }) => metric === columns[column])?.severity;

/** One device: how it stands, why, and its three shares. */
export function DeviceRow({ row: { device, standing }, item, place, sparks, window, now }: DeviceRowProps) {
  const main = shownColumns.find((column) => item && troubleOf(item, column) !== undefined);
  const quiet = isSilent(device) || device.state === 'stopped';
  return (
    <tr role="row" class={quiet ? 'one stale' : 'one'} aria-rowindex={place} data-key={device.id}>
      <td class="s" role="cell">
        <StateMark shape={standing.shape} word={standing.word} />
      </td>
      <td class="name" role="cell">
        <a href={devicePath(device.id)}>{plain(device.name, 64)}</a>
      </td>
      <td class="why" role="cell">
        <Why id={device.id} standing={standing} os={item?.os ?? ''} />
      </td>
      <td class="xl" role="cell">
        {plain(device.site, 64)}
      </td>
      {shownColumns.map((column) => (
        <Share
          key={column}
          device={item}
          column={column}
          points={sparks?.[column]}
          window={window}
          now={now}
          main={main === column}
        />
      ))}
      <td class="n opt" role="cell">
        {item ? <LastFrame device={item} /> : null}
      </td>
      <td class="who-c owner" role="cell">
        <Owner id={device.id} />
      </td>
    </tr>
  );
}

/** What is wrong, leading to its incident; in order: what it is. */
function Why({ id, standing: { why }, os }: { id: string; standing: Standing; os: string }) {
  const incident = worstOf.value.get(id);
  if (incident) {
    const { worst, count } = incident;
    return (
      <a href={incidentPath(worst.id)}>
        {plain(worst.words)}
        {count > 1 ? `, and ${count - 1} more` : ''}
      </a>
    );
  }
  return why === '' ? <span class="quiet">{plain(os, 64)}</span> : <>{plain(why)}</>;
}

/** Whose the incident is that hurts most. */
function Owner({ id }: { id: string }) {
  const incident = worstOf.value.get(id)?.worst;
  if (!incident) return null;
  return incident.owner ? <>{plain(incident.owner.name, 64)}</> : <span class="quiet">nobody</span>;
}

interface ShareProps {
  readonly device: Device | undefined;
  readonly column: Column;
  readonly window: DeviceRowProps['window'];
  readonly points: NonNullable<DeviceRowProps['sparks']>[Column] | undefined;
  readonly now: number;
  readonly main: boolean;
}

function Share({ device, column, points, window, now, main }: ShareProps) {
  if (!device) return <td class="n" role="cell" />;
  const hurt = troubleOf(device, column);
  const value = device.vitals[column];
  const figure = (
    <Settling of={value === null ? null : Math.round(value * 10)}>
      <Figure value={value} unit="1" decimals={3} />
    </Settling>
  );
  return (
    <td class={main ? 'n main-v' : 'n'} role="cell">
      {value === null ? (
        figure
      ) : (
        <span class="sp">
          {points && points.length > 1 ? (
            <Spark points={points} from={now - window.span} to={now} step={window.step} high={1} hurt={hurt} />
          ) : null}
          <span class={hurt ? `v hurtv ${hurt}` : 'v'}>{figure}</span>
        </span>
      )}
    </td>
  );
}

function LastFrame({ device: { lastSeen, interval, state } }: { device: Device }) {
  if (lastSeen === null) return <span class="quiet">not yet</span>;
  const ms = ticking.value - lastSeen;
  const late = ms > 3 * interval && state !== 'stopped' && state !== 'retired';
  const shown = age(ms < 10_000 ? Math.floor(Math.max(0, ms) / 1_000) * 1_000 : ms);
  return (
    <span class={late ? 'late' : undefined} title={exact(lastSeen)}>
      <Told figure={shown.figure.replace('.0', '')} unit={shown.unit} />
    </span>
  );
}
