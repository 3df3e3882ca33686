import type { Procedure, ProcedureIo, Target } from '../../contract/provider.ts';
import type { ImageJob } from '../../contract/request.ts';
import type { StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import { countTiles, countWords, TOKENS_PER_INPUT } from './counting.ts';
import { type Commission, drawAll, drawingWarnings, sizeOf } from './draw.ts';
import { gather } from './gather.ts';
import { ignoredBy, refuseForbidden } from './house-rules.ts';

/** Draws the prompt as a picture. `pauseMs` passes before each step of a streamed drawing. */
export function imageProcedure(pauseMs: number): Procedure<ImageJob> {
  const stream = (job: ImageJob, target: Target, io: ProcedureIo) => draw(job, target, io, pauseMs);
  return {
    kind: 'procedure',
    stream,
    run: (job, target, io) => gather(stream(job, target, io)),
  };
}

async function* draw(
  job: ImageJob,
  target: Target,
  io: ProcedureIo,
  pauseMs: number,
): AsyncGenerator<StreamEvent> {
  refuseForbidden(job.prompt);
  const { prompt, order, mask, request } = job;
  const inputs = job.inputs.map(({ payload }) => payload);
  const commission: Commission = { prompt, order, inputs, ...(mask && { mask }) };
  yield { type: 'response-start', id: `demo-${crypto.randomUUID()}`, model: target.model };
  const field = request.fields.background ?? 'background';
  for (const warning of [...ignoredBy(request), ...drawingWarnings(commission, field)]) {
    yield { type: 'warning', warning };
  }
  const builder = new StreamBuilder();
  yield* drawAll(commission, builder, io, async () => (job.stream ? io.wait(pauseMs) : undefined));
  yield* builder.end('stop', usageOf(commission));
}

function usageOf({ prompt, order, inputs }: Commission): Usage {
  const inputImageTokens = inputs.length * TOKENS_PER_INPUT;
  const outputImageTokens = order.count * countTiles(sizeOf(order));
  return {
    inputTokens: countWords(prompt) + inputImageTokens,
    inputImageTokens,
    outputTokens: outputImageTokens,
    outputImageTokens,
    images: order.count,
  };
}
