import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Adds to the lock file the binaries for other platforms that npm left out. npm does so when its registry, a mirror for
 * example, lacks one of them at the moment of `npm install`; `npm ci` then refuses the lock file on every machine.
 * What a package asks for is an exact version, so the entry is known without asking a registry.
 */
export interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export type LockPackages = Record<string, LockEntry>;

const EXACT = /^\d+\.\d+\.\d+[\w.-]*$/;
const OS = /\b(android|darwin|freebsd|linux|openharmony|win32)\b/;
const CPU = /\b(arm64|x64|arm|ia32|ppc64|riscv64|s390x)\b/;
const LIBC = { musl: ['musl'], gnu: ['glibc'] } as const;

/** The entries that are missing, by their place in the lock file. */
export function missingBinaries(packages: LockPackages): LockPackages {
  const missing: LockPackages = {};
  for (const parent of Object.values(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const place = `node_modules/${name}`;
      const entry = place in packages ? undefined : binaryEntry(name, version, parent.dev === true);
      if (entry) missing[place] = entry;
    }
  }
  return missing;
}

function binaryEntry(name: string, version: string, dev: boolean): LockEntry | undefined {
  const os = OS.exec(name)?.[0];
  const cpu = CPU.exec(name)?.[0];
  if (!EXACT.test(version) || os === undefined || cpu === undefined) return undefined;
  const libc = os === 'linux' && (/-(musl|gnu)$/.exec(name)?.[1] as keyof typeof LIBC | undefined);
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(libc && { libc: LIBC[libc] }),
    optional: true,
    os: [os],
  };
}

const FILE = 'package-lock.json';

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: LockPackages };
  const missing = missingBinaries(lock.packages);
  const entries = Object.entries({ ...lock.packages, ...missing });
  // npm's own order, so that it leaves the file as it is.
  lock.packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${FILE}: ${Object.keys(missing).length} entries added`);
}
