import { join } from 'node:path';
import {
  outOfMemoryKills,
  pageEvents,
  pageFaults,
  pageTraffic,
  pagingOperations,
  reclaimed,
} from '@fettle/shared/metrics/swap';
import { KeyedLines } from '../platform/linux/keyed-lines.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { Counters } from './counters.ts';
import { rate, secondsBetween } from './rate.ts';
import type { SamplerFactory } from './sampler.ts';

/** Counters of /proc/vmstat, told as they are, times a factor: `pgpgin` and `pgpgout` count kibibytes. */
const counters = [
  ['pswpin', 1, pagingOperations, 'in'],
  ['pswpout', 1, pagingOperations, 'out'],
  ['pgpgin', 1_024, pageTraffic, 'in'],
  ['pgpgout', 1_024, pageTraffic, 'out'],
  ['pgmajfault', 1, pageFaults, 'major'],
  ['pgscan_kswapd', 1, reclaimed, 'looked_at_ahead'],
  ['pgscan_direct', 1, reclaimed, 'looked_at_in_need'],
  ['pgsteal_kswapd', 1, reclaimed, 'taken_ahead'],
  ['pgsteal_direct', 1, reclaimed, 'taken_in_need'],
  ['workingset_refault_anon', 1, reclaimed, 'missed_of_programs'],
  ['workingset_refault_file', 1, reclaimed, 'missed_of_files'],
  ['pgfree', 1, pageEvents, 'freed'],
  ['pgactivate', 1, pageEvents, 'activated'],
  ['pgdeactivate', 1, pageEvents, 'deactivated'],
  ['pgrefill', 1, pageEvents, 'refilled'],
  ['pgreuse', 1, pageEvents, 'reused'],
  ['pgrotated', 1, pageEvents, 'rotated'],
  ['pginodesteal', 1, pageEvents, 'taken_with_inodes'],
  ['slabs_scanned', 1, pageEvents, 'kernel_objects_looked_at'],
  ['pageoutrun', 1, pageEvents, 'runs_of_the_reclaimer'],
  ['allocstall_normal', 1, pageEvents, 'stalled'],
  ['allocstall_movable', 1, pageEvents, 'stalled_movable'],
  ['pgscan_anon', 1, pageEvents, 'looked_at_of_programs'],
  ['pgscan_file', 1, pageEvents, 'looked_at_of_files'],
  ['pgsteal_anon', 1, pageEvents, 'taken_of_programs'],
  ['pgsteal_file', 1, pageEvents, 'taken_of_files'],
  ['workingset_activate_anon', 1, pageEvents, 'missed_soon_of_programs'],
  ['workingset_activate_file', 1, pageEvents, 'missed_soon_of_files'],
  ['workingset_restore_anon', 1, pageEvents, 'restored_of_programs'],
  ['workingset_restore_file', 1, pageEvents, 'restored_of_files'],
  ['nr_dirtied', 1, pageEvents, 'made_dirty'],
  ['nr_written', 1, pageEvents, 'written_back'],
  ['drop_pagecache', 1, pageEvents, 'caches_dropped'],
  ['drop_slab', 1, pageEvents, 'kernel_objects_dropped'],
  ['pgmigrate_success', 1, pageEvents, 'moved'],
  ['pgmigrate_fail', 1, pageEvents, 'not_moved'],
  ['compact_stall', 1, pageEvents, 'stalled_for_compaction'],
  ['compact_fail', 1, pageEvents, 'compaction_failed'],
  ['compact_success', 1, pageEvents, 'compacted'],
  ['thp_fault_alloc', 1, pageEvents, 'made_huge'],
  ['thp_fault_fallback', 1, pageEvents, 'not_made_huge'],
  ['thp_collapse_alloc', 1, pageEvents, 'joined_to_huge'],
  ['thp_split_page', 1, pageEvents, 'split_huge'],
  ['numa_hit', 1, pageEvents, 'numa_right'],
  ['numa_miss', 1, pageEvents, 'numa_wrong'],
  ['numa_foreign', 1, pageEvents, 'numa_elsewhere'],
  ['numa_hint_faults', 1, pageEvents, 'numa_hints'],
  ['numa_pages_migrated', 1, pageEvents, 'numa_moved'],
  ['swap_ra', 1, pageEvents, 'read_ahead_from_swap'],
  ['swap_ra_hit', 1, pageEvents, 'read_ahead_from_swap_used'],
  ['zswpin', 1, pageEvents, 'uncompressed'],
  ['zswpout', 1, pageEvents, 'compressed'],
  ['balloon_inflate', 1, pageEvents, 'given_to_the_host'],
  ['balloon_deflate', 1, pageEvents, 'got_from_the_host'],
  ['nr_vmscan_write', 1, pageEvents, 'written_back_by_the_reclaimer'],
  ['nr_throttled_written', 1, pageEvents, 'writers_slowed'],
  ['kswapd_low_wmark_hit_quickly', 1, pageEvents, 'short_again_at_once'],
  ['kswapd_high_wmark_hit_quickly', 1, pageEvents, 'enough_at_once'],
  ['zone_reclaim_failed', 1, pageEvents, 'no_room_near'],
  ['pgpromote_success', 1, pageEvents, 'promoted'],
  ['pgdemote_kswapd', 1, pageEvents, 'demoted'],
  ['pgdemote_direct', 1, pageEvents, 'demoted_in_need'],
  ['thp_collapse_alloc_failed', 1, pageEvents, 'not_joined_to_huge'],
  ['thp_swpout', 1, pageEvents, 'huge_to_swap'],
  ['thp_swpout_fallback', 1, pageEvents, 'huge_split_for_swap'],
  ['swpin_zero', 1, pageEvents, 'empty_from_swap'],
  ['swpout_zero', 1, pageEvents, 'empty_to_swap'],
  ['zswpwb', 1, pageEvents, 'compressed_to_swap'],
  ['unevictable_pgs_culled', 1, pageEvents, 'set_aside'],
  ['unevictable_pgs_rescued', 1, pageEvents, 'taken_back'],
] as const;
/** All faults, the major ones among them. */
const faults = counters.length;
const majors = counters.findIndex(([line]) => line === 'pgmajfault');
const kills = faults + 1;
const lines = [...counters.map(([line]) => line), 'pgfault', 'oom_kill'];

/** How busy the memory manager is. How full the swap is stands in /proc/meminfo: see memory.linux.ts. */
export const swap: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/vmstat'));
  const reader = new Reader();
  if (!file.read(reader)) return 'no /proc/vmstat';
  const known = new KeyedLines(lines);
  const rates = new Counters(
    known.values,
    counters.map(([, , metric, attribute]) => new Column(metric, attribute)),
    { factors: counters.map(([, factor]) => factor) },
  );
  const before = { all: Number.NaN, major: Number.NaN };
  const minor = new Column(pageFaults, 'minor');
  const killed = new Column(outOfMemoryKills);
  let lastAt = Number.NaN;

  return {
    family: 'swap',
    lane: 'fast',
    sample(sink, at) {
      if (!file.read(reader)) return;
      known.parse(reader);
      const { values } = known;
      const seconds = secondsBetween(lastAt, at.monotonic);
      lastAt = at.monotonic;
      rates.tell(sink, seconds);
      const [all, major] = [values[faults] as number, values[majors] as number];
      minor.set(sink, rate(before.all, all, seconds) - rate(before.major, major, seconds));
      before.all = all;
      before.major = major;
      killed.set(sink, values[kills] as number);
    },
    close: () => file.close(),
  };
};
