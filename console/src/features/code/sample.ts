/** The formats clients speak. */
export const FORMATS = ['chat', 'images', 'responses', 'anthropic', 'gemini'] as const;
export type CodeFormat = (typeof FORMATS)[number];

/** A request that a program is written for. */
export interface Sample {
  readonly format: CodeFormat;
  /** As `/v1/messages`. */
  readonly path: string;
  /** Where `fileMark` stands, the program puts in the base64 of that file. */
  readonly body: object;
  /** `pictures`: they are written to files. `answer`: it is shown as it comes, pictures among it. */
  readonly wanted: 'pictures' | 'answer';
  /** Ending of the files that are written, as `png`. */
  readonly ending: string;
  /** What was asked for that the format has no place for. */
  readonly lost: readonly 'mask'[];
}

/** A file that programs read: it has to lie beside them. */
export interface SampleFile {
  readonly name: string;
  /** As `image/png`. */
  readonly type: string;
}

/** Stands in a body for the base64 of a file. */
export const fileMark = ({ name }: SampleFile): string => `@file:${name}@`;

export const fileUrl = (file: SampleFile): string => `data:${file.type};base64,${fileMark(file)}`;

/** A string that is such a mark, with or without a data URL's head before it. */
export const MARKED = /^(data:[\w/+.-]+;base64,)?@file:([\w.-]+)@$/;

/** Where each format is spoken. */
export function pathOf(format: CodeFormat, model: string, edits = false): string {
  switch (format) {
    case 'chat':
      return '/v1/chat/completions';
    case 'images':
      return edits ? '/v1/images/edits' : '/v1/images/generations';
    case 'responses':
      return '/v1/responses';
    case 'anthropic':
      return '/v1/messages';
    case 'gemini':
      return `/v1beta/models/${encodeURIComponent(model)}:generateContent`;
  }
}
