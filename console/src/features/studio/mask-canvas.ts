/** One stroke of the brush, in pixels of the picture. */
export interface Stroke {
  readonly erase: boolean;
  readonly width: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** The mask as it is painted: opaque where the picture may change. */
export function paint(canvas: HTMLCanvasElement, strokes: readonly Stroke[], inverted: boolean): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.globalCompositeOperation = 'source-over';
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = '#e11d48';
  for (const { erase, width, points } of strokes) {
    const [first, ...rest] = points;
    if (!first) continue;
    context.globalCompositeOperation = erase ? 'destination-out' : 'source-over';
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(first.x, first.y);
    // A line of no length is a dot.
    for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x, y);
    context.stroke();
  }
  if (!inverted) return;
  context.globalCompositeOperation = 'source-out';
  context.fillStyle = '#e11d48';
  context.fillRect(0, 0, canvas.width, canvas.height);
}

/**
 * The mask as the Images API takes it: as large as the picture, transparent where it may be drawn.
 * Edges are made hard: half-transparent pixels would be half drawn.
 */
export async function exportMask(painted: HTMLCanvasElement): Promise<Blob> {
  const { width, height } = painted;
  const pixels = painted.getContext('2d')?.getImageData(0, 0, width, height);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!pixels || !context) throw new Error('this browser cannot draw');
  for (let index = 0; index < pixels.data.length; index += 4) {
    const isPainted = (pixels.data[index + 3] ?? 0) > 127;
    pixels.data.set([255, 255, 255, isPainted ? 0 : 255], index);
  }
  context.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
