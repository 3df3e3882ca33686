import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHINESE } from './configuration/chinese.ts';
import { GUIDES, gatewayVariables, texts, withReference } from './configuration.ts';

it.each(GUIDES)('$path is what the code says; if not: npm run docs:configuration', ({ path, language }) => {
  const guide = readFileSync(path, 'utf8');
  expect(guide).toBe(withReference(guide, language));
});

it('has every text of the reference in Chinese, and no others', () => {
  expect(Object.keys(CHINESE).toSorted()).toEqual([...texts()].toSorted());
});

/** From one process of the gateway to another; nobody sets it. */
const INTERNAL = 'AXONHUB_WORKER_NUMBER';

it('names every AXONHUB_ variable that the source reads, and no others', () => {
  const files = globSync('src/**/*.ts', {
    exclude: ['**/*.test.ts', 'src/config/file-schema.ts', 'src/config/variables.ts'],
  });
  const read = files.flatMap(
    (file) => readFileSync(file, 'utf8').match(/\bAXONHUB_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [],
  );
  expect([...new Set(read)].filter((name) => name !== INTERNAL).toSorted()).toEqual(
    gatewayVariables().toSorted(),
  );
});
