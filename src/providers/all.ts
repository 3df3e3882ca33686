import type { Provider } from '../contract/provider.ts';
import { anthropic } from './anthropic/index.ts';
import { automatic1111 } from './automatic1111/index.ts';
import { azureOpenai } from './azure-openai/index.ts';
import { bedrock } from './bedrock/index.ts';
import { bfl } from './bfl/index.ts';
import { comfyui } from './comfyui/index.ts';
import { dashscope } from './dashscope/index.ts';
import { deepseek } from './deepseek/index.ts';
import { demo } from './demo/index.ts';
import { doubao } from './doubao/index.ts';
import { fal } from './fal/index.ts';
import { fireworks } from './fireworks/index.ts';
import { gemini } from './gemini/index.ts';
import { groq } from './groq/index.ts';
import { minimax } from './minimax/index.ts';
import { mistral } from './mistral/index.ts';
import { moonshot } from './moonshot/index.ts';
import { ollama } from './ollama/index.ts';
import { openai } from './openai/index.ts';
import { openrouter } from './openrouter/index.ts';
import { replicate } from './replicate/index.ts';
import { siliconflow } from './siliconflow/index.ts';
import { stableDiffusionCpp } from './stable-diffusion-cpp/index.ts';
import { together } from './together/index.ts';
import { vertex } from './vertex/index.ts';
import { vllm } from './vllm/index.ts';
import { xai } from './xai/index.ts';
import { zhipu } from './zhipu/index.ts';

/** Every kind of upstream the gateway knows; a new provider is one folder and one line here. */
export const PROVIDERS: readonly Provider[] = [
  openai,
  anthropic,
  doubao,
  openrouter,
  gemini,
  azureOpenai,
  bedrock,
  vertex,
  xai,
  bfl,
  fal,
  replicate,
  dashscope,
  siliconflow,
  zhipu,
  deepseek,
  moonshot,
  minimax,
  mistral,
  groq,
  together,
  fireworks,
  ollama,
  vllm,
  automatic1111,
  comfyui,
  stableDiffusionCpp,
  demo,
];
