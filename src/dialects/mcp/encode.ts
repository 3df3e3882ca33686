import type { Cost } from '../../contract/cost.ts';
import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';

/** A `CallToolResult`: each picture as image content with a link, warnings in words and in `structuredContent`. */
function encodeResult(
  pictures: readonly Picture[],
  warnings: readonly Warning[],
  context: ReplyContext,
  cost: Cost | undefined,
): TreeObject {
  const told = warnings.map(({ kind, field, detail }) => `Note (${kind}): ${field}: ${detail}`);
  return {
    content: [
      ...pictures.flatMap(({ image }) => [
        { type: 'image', data: SplicedString.of('', image.payload), mimeType: image.mediaType },
        {
          type: 'text',
          text: `${image.id}: ${image.width}x${image.height} ${image.mediaType}, ${image.url}`,
        },
      ]),
      ...told.map((text) => ({ type: 'text', text })),
    ],
    structuredContent: axonhubExtension(context, warnings, pictures, cost),
  };
}

/** A failed tool call is a result that says so, so that the model can read why. */
export const encodeToolError = ({ message, code }: GatewayError): TreeObject => ({
  content: [{ type: 'text', text: `${code}: ${message}` }],
  isError: true,
});

/** Turns a streamed answer into `progress` frames and one `result` frame. */
export class ToolCallStream implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #pictures: Picture[] = [];
  readonly #warnings: Warning[] = [];

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'response-start':
        return [progress('The model has begun.')];
      case 'media-partial':
        return [progress(`Preview ${event.preview + 1} of a picture.`)];
      case 'media-end':
        this.#pictures.push(pictureOf(event.part));
        return [progress(`Picture ${this.#pictures.length} is finished.`)];
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
      case 'response-end':
        return [
          { event: 'result', data: encodeResult(this.#pictures, this.#warnings, this.#context, event.cost) },
        ];
      case 'error':
        return [{ event: 'result', data: encodeToolError(event.error) }];
      default:
        return [];
    }
  }

  end(): readonly Frame[] {
    return [];
  }
}

const progress = (message: string): Frame => ({ event: 'progress', data: { message } });
