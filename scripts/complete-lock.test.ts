import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type LockPackages, missingBinaries } from './complete-lock.ts';

it('finds the binaries of other platforms that the lock file lacks', () => {
  const packages: LockPackages = {
    'node_modules/tool': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: {
        '@tool/linux-x64-gnu': '1.2.3',
        '@tool/linux-arm-gnueabihf': '1.2.3',
        '@tool/linux-arm64-musl': '1.2.3',
        '@tool/win32-ia32-msvc': '1.2.3',
        'some-addon': '1.2.3',
        '@tool/darwin-x64': '^1.2.3',
      },
    },
    'node_modules/@tool/linux-x64-gnu': { version: '1.2.3' },
  };
  const base = { version: '1.2.3', dev: true, optional: true };
  expect(missingBinaries(packages)).toEqual({
    'node_modules/@tool/linux-arm-gnueabihf': { ...base, os: ['linux'], cpu: ['arm'] },
    'node_modules/@tool/linux-arm64-musl': { ...base, os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
    'node_modules/@tool/win32-ia32-msvc': { ...base, os: ['win32'], cpu: ['ia32'] },
  });
});

it('finds none in our lock file: otherwise run `npm run lock`, or `npm ci` refuses it', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: LockPackages };
  expect(Object.keys(missingBinaries(packages))).toEqual([]);
});
