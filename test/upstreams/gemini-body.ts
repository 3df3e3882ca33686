/** The signatures that were given out, each with what it signed. */
export type IssuedMarks = ReadonlyMap<string, string>;

export interface GeminiPart {
  readonly text?: string;
  readonly inlineData?: { readonly mimeType: string; readonly data: string };
  readonly fileData?: { readonly fileUri: string; readonly mimeType?: string };
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args?: object };
  readonly functionResponse?: FunctionResponse;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
}
interface FunctionResponse {
  readonly id?: string;
  readonly name: string;
  readonly response: object;
  readonly parts?: readonly GeminiPart[];
}
export interface GeminiContent {
  readonly role?: string;
  readonly parts: readonly GeminiPart[];
}
export interface GeminiBody {
  readonly contents: readonly GeminiContent[];
  readonly systemInstruction?: GeminiContent;
  readonly generationConfig?: GenerationConfig;
  readonly tools?: readonly { readonly [name: string]: unknown }[];
  readonly toolConfig?: {
    readonly functionCallingConfig?: {
      readonly mode?: string;
      readonly allowedFunctionNames?: readonly string[];
    };
  };
  readonly safetySettings?: readonly { readonly category: string; readonly threshold: string }[];
}
export interface GenerationConfig {
  readonly responseModalities?: readonly string[];
  readonly speechConfig?: {
    readonly voiceConfig?: { readonly prebuiltVoiceConfig?: { readonly voiceName?: string } };
  };
  readonly imageConfig?: { readonly aspectRatio?: string; readonly imageSize?: string };
  readonly seed?: number;
  readonly candidateCount?: number;
  readonly maxOutputTokens?: number;
  readonly responseMimeType?: string;
  readonly responseJsonSchema?: { readonly properties?: object };
  readonly thinkingConfig?: ThinkingConfig;
}
export interface ThinkingConfig {
  readonly thinkingBudget?: number;
  readonly thinkingLevel?: string;
  readonly includeThoughts?: boolean;
}
