import { useEffect, useEffectEvent, useState } from 'react';
import type { RequestRow } from './request-table.tsx';

/** `waiting`: the stream is being opened. `broken`: it cannot be had at the moment, and is tried again now and then. */
export type StreamState = 'off' | 'waiting' | 'open' | 'broken';

interface StreamReader {
  readonly onRow: (row: RequestRow) => void;
  /** Requests may have been missed: whenever the stream begins, and when the gateway says so. */
  readonly onGap: () => void;
}

const AGAIN_MS = 30_000;

/** Reads server-sent requests. @param url of the stream; null: none is wanted */
export function useLiveStream(url: string | null, reader: StreamReader): StreamState {
  const [state, setState] = useState<StreamState>('off');
  const onRow = useEffectEvent(reader.onRow);
  const onGap = useEffectEvent(reader.onGap);
  useEffect(() => {
    if (url === null) {
      setState('off');
      return;
    }
    setState('waiting');
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      source = new EventSource(url);
      source.onopen = () => {
        setState('open');
        onGap();
      };
      source.onerror = () => {
        setState('broken');
        // The browser tries again by itself, unless it was refused.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
      };
      source.addEventListener('request', ({ data }) => onRow(JSON.parse(data) as RequestRow));
      source.addEventListener('missed', () => onGap());
    };
    open();
    return () => {
      source?.close();
      clearTimeout(again);
    };
  }, [url]);
  return state;
}
