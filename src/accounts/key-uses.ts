import type { KeyRecords } from '../storage/ports.ts';

/** When keys were used last, written down together and not for every request. */
export interface KeyUses {
  note(keyId: string): void;
  /** Writes what is waiting. */
  flush(): Promise<void>;
}

interface UsesOptions {
  readonly delayMs?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Told when it could not be written; it is given up then. */
  readonly onTrouble: (error: unknown) => void;
}

const MINUTE_MS = 60_000;

export function createKeyUses(
  records: Pick<KeyRecords, 'touch'>,
  { delayMs = MINUTE_MS, now = Date.now, onTrouble }: UsesOptions,
): KeyUses {
  let uses = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const waiting = uses;
    uses = new Map();
    if (waiting.size === 0) return;
    await records.touch([...waiting].map(([id, at]) => ({ id, at }))).catch(onTrouble);
  };
  return {
    note(keyId) {
      uses.set(keyId, now());
      timer ??= setTimeout(flush, delayMs).unref();
    },
    flush,
  };
}
