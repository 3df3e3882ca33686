import type { Case } from './case.ts';
import { chat } from './chat.ts';
import { memory } from './memory.ts';
import { pictureConvert } from './picture-convert.ts';
import { pictureRelay } from './picture-relay.ts';
import { start } from './start.ts';
import { stream } from './stream.ts';
import { upload } from './upload.ts';
import { workers } from './workers.ts';

export const CASES: readonly Case[] = [
  chat,
  stream,
  pictureRelay,
  pictureConvert,
  memory,
  upload,
  start,
  workers,
];
