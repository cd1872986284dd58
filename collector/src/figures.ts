import { everywhere } from './domain/access/index.ts';
import type { DetectionCounts } from './detection.ts';
import type { DeviceStore } from './domain/devices/index.ts';
import type { GatewayCounters } from './edge/gateway/counters.ts';
import type { Figure } from './edge/http/exposition.ts';

export interface FigureSources {
  readonly counters: GatewayCounters;
  readonly devices: DeviceStore;
  readonly streams: number;
  readonly jobFailures: number;
  readonly detection: DetectionCounts;
}

const one = (name: string, type: Figure['type'], help: string, value: number): Figure => ({
  name,
  type,
  help,
  values: [{ value }],
});

/** The collector's own figures. */
export async function figures({
  counters,
  devices,
  streams,
  jobFailures,
  detection,
}: FigureSources): Promise<Figure[]> {
  const states = Map.groupBy(await devices.devices(everywhere), ({ state }) => state);
  const usage = process.cpuUsage();
  return [
    {
      name: 'devices',
      type: 'gauge',
      help: 'Devices by state.',
      values: [...states].map(([state, list]) => ({ labels: { state }, value: list.length })),
    },
    one('connections', 'gauge', 'Open sockets of agents.', counters.open),
    one('connected_devices', 'gauge', 'Devices that are connected.', counters.connected),
    one('frames_total', 'counter', 'Frames made durable.', counters.frames),
    one('samples_total', 'counter', 'Samples made durable.', counters.samples),
    one('duplicate_frames_total', 'counter', 'Frames that were durable already.', counters.duplicates),
    one('frame_bytes_total', 'counter', 'Bytes of frames received.', counters.bytes),
    one('acknowledgements_total', 'counter', 'Acknowledgements sent.', counters.acks),
    one(
      'ingest_failures_total',
      'counter',
      'Batches of frames that could not be made durable.',
      counters.ingestFailures,
    ),
    one(
      'unknown_messages_total',
      'counter',
      'Messages of a type that this version does not know.',
      counters.unknownMessages,
    ),
    {
      name: 'refused_total',
      type: 'counter',
      help: 'Connections refused or ended, by reason.',
      values: Object.entries(counters.refused).map(([code, value]) => ({ labels: { code }, value })),
    },
    {
      name: 'refused_frames_total',
      type: 'counter',
      help: 'Frames that can never be stored, by reason.',
      values: Object.entries(counters.refusedFrames).map(([code, value]) => ({ labels: { code }, value })),
    },
    one('live_streams', 'gauge', 'Open streams of browsers.', streams),
    ...ofRules(detection),
    one('job_failures_total', 'counter', 'Timed jobs that failed.', jobFailures),
    one('process_resident_bytes', 'gauge', 'Resident memory of the collector.', process.memoryUsage.rss()),
    one('process_cpu_seconds_total', 'counter', 'Processor time of the collector.', (usage.user + usage.system) / 1e6),
  ];
}

const ofRules = ({ failures, waiting, setAside }: DetectionCounts): Figure[] => [
  one('rule_failures_total', 'counter', 'Batches of frames that could not be evaluated.', failures),
  one('findings_waiting', 'gauge', 'Findings of rules that are not durable yet.', waiting),
  one(
    'findings_given_up_total',
    'counter',
    'Findings that were refused again and again while others were kept.',
    setAside,
  ),
];
