import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Failure } from '@/api/failure.ts';
import { callModel } from '@/api/playground-key.ts';

export interface ParameterSupport {
  readonly support: 'native' | 'emulated' | 'hinted' | 'impossible';
  /** Values or bounds the model itself takes. */
  readonly native?: readonly string[];
  readonly note?: string;
}

/** One entry of `GET /v1/images/models`. */
export interface ImageModel {
  readonly id: string;
  readonly provider: string;
  readonly tasks: readonly string[];
  readonly parameters: { readonly [parameter: string]: ParameterSupport };
  readonly prices: readonly Price[] | null;
  /** What one picture costs, the question not counted; null where it cannot be told before. */
  readonly estimates: readonly PictureEstimate[] | null;
  /** The day since which the provider does not serve it. */
  readonly retired: string | null;
  readonly successor: string | null;
}

export interface PictureEstimate {
  /** As `high 1024x1024`. */
  readonly variant?: string;
  readonly usd: number;
  readonly approximate?: boolean;
}

export interface Price {
  readonly what: string;
  readonly per: string;
  readonly usd: number;
  readonly variant?: string;
  readonly approximate?: boolean;
  readonly source: string;
}

/** The models that draw, as the keys of this project see them. */
export function useImageModels(project: string): UseQueryResult<readonly ImageModel[]> {
  return useQuery({
    queryKey: ['image-models', project],
    queryFn: async () => {
      const response = await callModel({ project }, '/v1/images/models');
      if (!response.ok) throw await Failure.ofResponse(response);
      return ((await response.json()) as { readonly data: readonly ImageModel[] }).data;
    },
  });
}
