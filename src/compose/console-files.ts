import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Seen from the sources, and from the bundle beside which it lies. */
const PLACES = ['../../dist/console/', './console/'];

/** Where the built console is; undefined: it has not been built (`npm run build:console`). */
export function consoleDirectory(): string | undefined {
  return PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((directory) =>
    existsSync(`${directory}index.html`),
  );
}
