/** One measured value at one moment. */
export interface Point {
  /** Any unit of time. */
  readonly at: number;
  readonly value: number;
}

/** How much a value grows for each unit of time: the least squares' line through all points. 0 for fewer than two. */
export function slope(points: readonly Point[]): number {
  const count = points.length;
  const mean = (pick: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / count;
  const [at, value] = [mean((point) => point.at), mean((point) => point.value)];
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  if (spread === 0 || count < 2) return 0;
  return points.reduce((sum, point) => sum + (point.at - at) * (point.value - value), 0) / spread;
}
