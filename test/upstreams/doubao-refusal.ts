/** An error of Volcengine Ark. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly param: string;

  constructor(status: number, code: string, message: string, param = '') {
    super(`${message} Request id: 021795400000test`);
    this.status = status;
    this.code = code;
    this.param = param;
  }
}

export const illegal = (param: string, why: string) =>
  new Refusal(
    400,
    'InvalidParameter',
    `The parameter \`${param}\` specified in the request is not valid: ${why}.`,
    param,
  );

export const unknownModel = (model: string) =>
  new Refusal(404, 'InvalidEndpointOrModel.NotFound', `The model or endpoint ${model} does not exist.`);
