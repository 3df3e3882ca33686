/** Which body of which request. */
export interface BodyPlace {
  readonly project: string;
  readonly id: string;
  readonly body: string;
}
