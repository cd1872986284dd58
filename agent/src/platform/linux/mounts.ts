// pure
/** A file system that people would ask about: it stores something, and it is told once. */
export interface Mount {
  readonly mountpoint: string;
  /** `/dev/vda1`, `server:/export`. */
  readonly device: string;
  readonly type: string;
  readonly readOnly: boolean;
  /** Whether asking it may take for ever, because another machine or program answers. */
  readonly mayHang: boolean;
}

interface Entry extends Omit<Mount, 'mayHang'> {
  /** `major:minor`: the same for all mounts of one file system. */
  readonly id: string;
  /** The folder of the file system that is mounted; not `/` for a bind mount or a subvolume. */
  readonly folder: string;
  /** Of an overlay: where what is written goes. */
  readonly upper: string | undefined;
}

const remote = new Set(['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'ceph', '9p', 'afs', 'glusterfs', 'lustre', 'ncpfs']);
/** Kinds that live on a device without being named after one under /dev. */
const deviceless = new Set(['zfs', 'btrfs', 'bcachefs', 'ubifs', 'jffs2', 'virtiofs']);
/** Images: always full, never written. */
const images = new Set(['squashfs', 'iso9660', 'erofs', 'cramfs', 'romfs', 'udf']);
/** Single files that container engines mount over those of the image. */
const overFiles = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']);

/**
 * The file systems of a mountinfo file (proc_pid_mountinfo(5)) that count, by mountpoint. Left out: what has no device
 * (tmpfs, proc, …), images (squashfs of snaps), overlays except a root that is one, second mounts of the same file system.
 */
export function mountsOf(mountinfo: string): Mount[] {
  const visible = new Map<string, Entry>();
  for (const line of mountinfo.split('\n')) {
    const entry = entryOf(line);
    // A later mount hides the earlier one below it.
    if (entry) visible.set(entry.mountpoint, entry);
  }
  const bySystem = new Map<string, Entry>();
  for (const entry of visible.values()) {
    if (!counts(entry)) continue;
    const known = bySystem.get(entry.id);
    if (!known || rank(entry) < rank(known)) bySystem.set(entry.id, entry);
  }
  const below = belowRoot([...bySystem.values()]);
  if (below) bySystem.delete(below.id);
  const hanging = [...visible.values()].filter(isRemote).map(({ mountpoint }) => `${mountpoint}/`);
  return [...bySystem.values()]
    .map((entry) => mountOf(entry, hanging))
    .toSorted((a, b) => (a.mountpoint < b.mountpoint ? -1 : 1));
}

/** What holds the writable part of a root that is an overlay, as on OpenWrt: it would be told twice. */
function belowRoot(counted: readonly Entry[]): Entry | undefined {
  const upper = counted.find(({ mountpoint }) => mountpoint === '/')?.upper;
  return counted.find(({ mountpoint }) => mountpoint !== '/' && upper?.startsWith(`${mountpoint}/`));
}

function mountOf(entry: Entry, hanging: readonly string[]): Mount {
  const { mountpoint, device, type, readOnly } = entry;
  const below = hanging.some((folder) => mountpoint.startsWith(folder));
  return { mountpoint, device, type, readOnly, mayHang: below || isRemote(entry) };
}

/** `36 35 98:0 /folder /mountpoint rw,noatime shared:1 - type device options` */
function entryOf(line: string): Entry | undefined {
  const fields = line.split(' ');
  const dash = fields.indexOf('-', 6);
  const [, , id, folder, mountpoint, options] = fields;
  const [type, device, superOptions = ''] = dash < 0 ? [] : fields.slice(dash + 1);
  if (!id || !folder || !mountpoint || !options || !type || device === undefined) return undefined;
  return {
    id,
    folder: unescaped(folder),
    mountpoint: unescaped(mountpoint),
    device: unescaped(device),
    type,
    readOnly: hasOption(options, 'ro') || hasOption(superOptions, 'ro'),
    upper: /(?:^|,)upperdir=([^,]*)/.exec(superOptions)?.[1],
  };
}

const hasOption = (options: string, option: string) => options.split(',').includes(option);

/** Space, tab, newline and backslash are written as octal numbers. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function isRemote({ type }: Entry): boolean {
  return remote.has(type) || type.startsWith('fuse');
}

function counts(entry: Entry): boolean {
  const { type, device, mountpoint } = entry;
  if (images.has(type) || overFiles.has(mountpoint)) return false;
  if (type === 'overlay' || type === 'overlayfs') return mountpoint === '/';
  // Programs mount themselves by fuse for many ends; those with a device or another machine behind them store something.
  if (type.startsWith('fuse')) return device.startsWith('/dev/') || device.includes(':');
  return device.startsWith('/dev/') || deviceless.has(type) || remote.has(type);
}

/** Lowest is shown: the whole before a part, then the shorter path. */
function rank({ folder, mountpoint }: Entry): number {
  return (folder === '/' ? 0 : 100_000) + mountpoint.length;
}
