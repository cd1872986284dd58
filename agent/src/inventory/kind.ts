// pure
/** What the machine shows of what it is for. */
export interface KindSigns {
  /** `ID` of os-release(5), lower case. */
  readonly os: string;
  /** Chassis type of SMBIOS (DSP0134 section 7.4.1); null where there is none. */
  readonly chassis: number | null;
  readonly virtual: boolean;
  /** A battery of its own, not that of a mouse. */
  readonly battery: boolean;
  /** Somebody can log in at a screen. */
  readonly displayManager: boolean;
}

export type Kind = 'server' | 'desktop' | 'router' | 'other';

const routers: ReadonlySet<string> = new Set(['openwrt', 'lede', 'vyos', 'opnsense', 'pfsense']);
/** Main server chassis, rack mount, multi-system, blade, blade enclosure. */
const serverChassis: ReadonlySet<number> = new Set([17, 23, 25, 28, 29]);
/** Desktops, towers, all-in-ones, laptops, tablets, small and stick PCs. */
const deskChassis: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 24, 30, 31, 32, 35, 36]);

/** A laptop is a desktop: somebody sits in front of it. A virtual machine's chassis is invented and says nothing. */
export function kindOf({ os, chassis, virtual, battery, displayManager }: KindSigns): Kind {
  if (routers.has(os)) return 'router';
  if (virtual) return displayManager ? 'desktop' : 'server';
  if (chassis !== null && serverChassis.has(chassis)) return 'server';
  if (battery || displayManager || (chassis !== null && deskChassis.has(chassis))) return 'desktop';
  return 'other';
}
