import { channels } from './channels.ts';
import type { Check } from './finding.ts';
import { dataFolder, node } from './machine.ts';
import { address } from './port.ts';
import { database, pictures, sealedValues, shared } from './stores.ts';

/** In the order they are told. */
export const CHECKS: readonly Check[] = [
  node,
  dataFolder,
  database,
  sealedValues,
  pictures,
  shared,
  address,
  channels,
];
