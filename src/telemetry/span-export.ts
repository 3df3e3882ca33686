import type { PlainSpan, SpanExport, SpanExportOptions } from './spans.ts';

/** Spans kept while the packages are being loaded. */
const MOST_EARLY = 2_048;

/** Sends spans by OTLP over HTTP. OpenTelemetry's packages are loaded in the background: the start does not wait for them. */
export function createSpanExport(options: SpanExportOptions): SpanExport {
  const early: PlainSpan[] = [];
  let opened: SpanExport | undefined;
  const opening = import('./otlp-export.ts')
    .then(async ({ openOtlpExport }) => {
      opened = await openOtlpExport(options);
      opened.add(early.splice(0));
    })
    .catch(options.onError);
  return {
    add(spans) {
      if (opened) opened.add(spans);
      else if (early.length < MOST_EARLY) early.push(...spans);
    },
    async close() {
      await opening;
      await opened?.close();
    },
  };
}
