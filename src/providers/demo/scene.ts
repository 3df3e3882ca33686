import type { Size } from '../../contract/image.ts';
import { colour } from './colour.ts';
import { type Box, fitText, LINE_HEIGHT } from './lettering.ts';
import { hash, numbersFrom } from './random.ts';
import { escapeXml } from './xml.ts';

/** Everything a demo picture shows. */
export interface Scene {
  readonly size: Size;
  readonly prompt: string;
  /** Small lines under the prompt, as `without: rain`. */
  readonly notes: readonly string[];
  /** Chooses the colours together with the prompt. */
  readonly seed: string;
  /** How strong the colours are, 0–1. */
  readonly saturation: number;
  /** Number of shapes in the background. */
  readonly detail: number;
  /** `full`: opaque · `none`: a card on transparent ground · `veil`: a tint over the picture underneath. */
  readonly ground: 'full' | 'none' | 'veil';
  readonly watermark: boolean;
  /** PNG data URLs of further input pictures. */
  readonly thumbnails: readonly string[];
  /** Of an unfinished picture: which preview of how many this is, counted from 1. */
  readonly preview?: { readonly number: number; readonly of: number };
}

const DISCLAIMER = 'AxonHub demo – no AI involved';
const FONT = `font-family="DejaVu Sans, sans-serif" font-weight="bold"`;

/** Draws the scene as an SVG document. */
export function drawScene(scene: Scene): string {
  const { width, height } = scene.size;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    drawGround(scene),
    drawThumbnails(scene),
    drawPrompt(scene),
    drawBand(scene),
    scene.watermark ? drawWatermark(scene.size) : '',
    '</svg>',
  ].join('\n');
}

/** Share of the finished picture that a preview shows. */
const progress = ({ preview }: Scene): number => (preview ? preview.number / (preview.of + 1) : 1);

function drawGround(scene: Scene): string {
  const { width, height } = scene.size;
  const random = numbersFrom(hash(`${scene.prompt}\n${scene.seed}`));
  const hue = random() * 360;
  const stops = [
    colour(hue, scene.saturation, 0.55),
    colour((hue + 50 + random() * 60) % 360, scene.saturation, 0.3),
  ];
  const gradient = `<defs><linearGradient id="ground" x1="0" y1="0" x2="1" y2="1">${stops
    .map((stop, index) => `<stop offset="${index}" stop-color="${stop}"/>`)
    .join('')}</linearGradient></defs>`;
  const inset = scene.ground === 'none' ? Math.max(1, Math.round(Math.min(width, height) * 0.05)) : 0;
  const opacity = scene.ground === 'veil' ? 0.4 : 1;
  const card = `<rect x="${inset}" y="${inset}" width="${width - 2 * inset}" height="${height - 2 * inset}" rx="${inset}" fill="url(#ground)" fill-opacity="${opacity}"/>`;
  const shapes = scene.ground === 'none' ? '' : drawShapes(scene, hue, random);
  return gradient + card + shapes;
}

function drawShapes(scene: Scene, hue: number, random: () => number): string {
  const { width, height } = scene.size;
  const unit = Math.min(width, height);
  const count = Math.ceil(scene.detail * progress(scene));
  return Array.from({ length: count }, () => {
    const fill = colour((hue + random() * 120) % 360, scene.saturation, 0.35 + random() * 0.4);
    const [x, y] = [round(random() * width), round(random() * height)];
    const [radius, turn] = [round(unit * (0.06 + random() * 0.2)), round(random() * 90)];
    const look = `fill="${fill}" fill-opacity="${round(0.2 + random() * 0.35)}"`;
    return random() < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${radius}" ${look}/>`
      : `<rect x="${round(x - radius)}" y="${round(y - radius)}" width="${2 * radius}" height="${2 * radius}" transform="rotate(${turn} ${x} ${y})" ${look}/>`;
  }).join('\n');
}

function drawPrompt(scene: Scene): string {
  const { width, height } = scene.size;
  const words = scene.prompt.split(/(?<=\s)/);
  const prompt = words.slice(0, Math.ceil(words.length * progress(scene))).join('');
  const shared = scene.notes.length === 0 ? 0.62 : 0.5;
  const box = { width: width * 0.84, height: height * shared };
  const notes = { width: width * 0.84, height: height * 0.12 };
  return [
    `<rect x="${width * 0.05}" y="${height * 0.13}" width="${width * 0.9}" height="${height * 0.7}" rx="${width * 0.02}" fill="#000" fill-opacity="0.4"/>`,
    drawLabel({ text: prompt, box, x: width / 2, y: height * 0.17 }),
    scene.notes.length === 0
      ? ''
      : drawLabel({ text: scene.notes.join('\n'), box: notes, x: width / 2, y: height * 0.69 }),
  ].join('\n');
}

interface Label {
  readonly text: string;
  readonly box: Box;
  /** Where the text is anchored, and the top of its box. */
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'middle' | 'end';
  /** Smallest font size in pixels before the text is cut. */
  readonly smallest?: number;
}

/** White text, vertically in the middle of its box. */
function drawLabel({ text, box, x, y, anchor = 'middle', smallest }: Label): string {
  const { lines, fontSize } = fitText(text, box, smallest);
  const top = y + (box.height - lines.length * fontSize * LINE_HEIGHT) / 2;
  return lines
    .map((line, index) => {
      const base = round(top + (index * LINE_HEIGHT + 1) * fontSize);
      return `<text x="${round(x)}" y="${base}" font-size="${round(fontSize)}" text-anchor="${anchor}" ${FONT} fill="#fff">${escapeXml(line)}</text>`;
    })
    .join('\n');
}

function drawBand({ size: { width, height }, preview }: Scene): string {
  const band = Math.max(2, height * 0.08);
  const state = preview ? ` · preview ${preview.number} of ${preview.of}` : '';
  const text = `${DISCLAIMER} · ${width}×${height}${state}`;
  const box = { width: width * 0.94, height: band };
  return [
    `<rect x="0" y="${round(height - band)}" width="${width}" height="${round(band)}" fill="#000"/>`,
    // However small the picture: cutting the disclaimer off would be worse than setting it too small to read.
    drawLabel({ text, box, x: width / 2, y: height - band, smallest: 0.1 }),
  ].join('\n');
}

const drawWatermark = ({ width, height }: Size): string =>
  drawLabel({
    text: 'AxonHub',
    box: { width: width * 0.3, height: height * 0.06 },
    x: width * 0.97,
    y: height * 0.85,
    anchor: 'end',
  });

/** Side of a thumbnail in pixels. */
export const thumbnailEdge = ({ width, height }: Size): number =>
  Math.max(4, Math.min(160, Math.round(Math.min(width, height) * 0.11)));

function drawThumbnails(scene: Scene): string {
  const edge = thumbnailEdge(scene.size);
  return scene.thumbnails
    .map((url, index) => {
      const x = round(scene.size.width * 0.05 + index * edge * 1.15);
      return `<image x="${x}" y="${round(scene.size.height * 0.01)}" width="${edge}" height="${edge}" href="${url}"/>`;
    })
    .join('\n');
}

const round = (value: number): number => Math.round(value * 100) / 100;
