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
}

/** The models that draw, as the keys of this project see them. */
export function useImageModels(project: string): UseQueryResult<readonly ImageModel[]> {
  return useQuery({
    queryKey: ['image-models', project],
    queryFn: async () => {
      const response = await callModel(project, '/v1/images/models');
      if (!response.ok) throw await Failure.ofResponse(response);
      return ((await response.json()) as { readonly data: readonly ImageModel[] }).data;
    },
  });
}
