/** Writes animations as GIF (its specification: "Graphics Interchange Format, Version 89a"). */
import type { Picture } from './png';

/** A picture, and how long it is shown, in ms. */
export interface Frame {
	picture: Picture;
	ms: number;
}

const MOST_COLORS = 256;
/** Grounds and lines of a user interface; the rest are mostly the edges of letters. */
const EXACT_COLORS = 64;
const COLOR_BITS = 8;
const MOST_CODES = 4096;
/** Colors are told apart by the upper bits of each channel where there are too many. */
const KEPT_BITS = [8, 7, 6, 5, 4, 3, 2];

const bytesOf = (...numbers: number[]): Buffer =>
	Buffer.from(numbers.flatMap((number) => [number & 255, number >> 8]));

/**
 * An animation that repeats forever. Each picture but the first is stored as the rectangle that differs from the one before.
 *
 * @param frames all of the same size
 */
export function writeGif(frames: Frame[]): Buffer {
	const [first] = frames;
	if (first === undefined) throw new Error('An animation needs a picture');
	const { width, height } = first.picture;
	const colors = paletteOf(frames);
	const parts: Buffer[] = [
		Buffer.from('GIF89a', 'latin1'),
		bytesOf(width, height),
		Buffer.from([0xf0 | (COLOR_BITS - 1), 0, 0]),
		colors.table,
		Buffer.from([0x21, 0xff, 11]),
		Buffer.from('NETSCAPE2.0', 'latin1'),
		Buffer.from([3, 1, 0, 0, 0]),
	];
	let before: Picture | undefined;
	for (const { picture, ms } of frames) {
		const [left, top, right, bottom] = changedPart(picture, before);
		const indices: number[] = [];
		for (let y = top; y < bottom; y++) {
			for (let x = left; x < right; x++) indices.push(colors.indexOf(picture, y * width + x));
		}
		parts.push(
			Buffer.from([0x21, 0xf9, 4, 0x04]),
			bytesOf(Math.round(ms / 10)),
			Buffer.from([0, 0, 0x2c]),
			bytesOf(left, top, right - left, bottom - top),
			Buffer.from([0, COLOR_BITS]),
			...blocksOf(compress(indices)),
		);
		before = picture;
	}
	return Buffer.concat([...parts, Buffer.from([0x3b])]);
}

const keyAt = ({ rgb }: Picture, pixel: number, bits: number): number => {
	const drop = 8 - bits;
	const [red = 0, green = 0, blue = 0] = rgb.subarray(pixel * 3, pixel * 3 + 3);
	return ((red >> drop) << 16) | ((green >> drop) << 8) | (blue >> drop);
};

interface Colors {
	/** 256 colors, three bytes each. */
	table: Buffer;
	indexOf: (picture: Picture, pixel: number) => number;
}

/** The colors that occur most often; the others become the nearest of them. */
function paletteOf(frames: Frame[]): Colors {
	const counts = new Map<number, number>();
	for (const { picture } of frames) {
		for (let pixel = 0; pixel < picture.width * picture.height; pixel++) {
			const key = keyAt(picture, pixel, 8);
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
	}
	const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([key]) => key);
	const chosen = spread(byCount);
	const table = Buffer.alloc(MOST_COLORS * 3);
	chosen.forEach((color, index) =>
		table.set([color >> 16, (color >> 8) & 255, color & 255], index * 3),
	);
	const indices = new Map(chosen.map((color, index) => [color, index]));
	const indexOf = (picture: Picture, pixel: number): number => {
		const key = keyAt(picture, pixel, 8);
		const known = indices.get(key);
		if (known !== undefined) return known;
		const index = nearest(chosen, key);
		indices.set(key, index);
		return index;
	};
	return { table, indexOf };
}

/** The most frequent colors as they are, and of the others the most frequent of each group of similar ones. */
function spread(byCount: number[]): number[] {
	const exact = byCount.slice(0, EXACT_COLORS);
	let others: number[] = [];
	for (const bits of KEPT_BITS) {
		const groups = new Map<number, number>();
		const mask = (255 << (8 - bits)) & 255;
		for (const color of byCount.slice(EXACT_COLORS)) {
			const group = color & ((mask << 16) | (mask << 8) | mask);
			if (!groups.has(group)) groups.set(group, color);
		}
		others = [...groups.values()];
		if (others.length <= MOST_COLORS - EXACT_COLORS) break;
	}
	return [...exact, ...others].slice(0, MOST_COLORS);
}

function nearest(colors: number[], wanted: number): number {
	let best = 0;
	let smallest = Infinity;
	colors.forEach((color, index) => {
		const distance = [16, 8, 0].reduce(
			(sum, shift) => sum + (((color >> shift) & 255) - ((wanted >> shift) & 255)) ** 2,
			0,
		);
		if (distance < smallest) [best, smallest] = [index, distance];
	});
	return best;
}

/** Left, top, right and bottom of what differs; one pixel where nothing does. */
function changedPart(
	{ width, height, rgb }: Picture,
	before: Picture | undefined,
): [number, number, number, number] {
	if (before === undefined) return [0, 0, width, height];
	let [left, top, right, bottom] = [width, height, 0, 0];
	for (let at = 0; at < rgb.length; at++) {
		if (rgb[at] === before.rgb[at]) continue;
		const pixel = Math.floor(at / 3);
		const [x, y] = [pixel % width, Math.floor(pixel / width)];
		[left, top] = [Math.min(left, x), Math.min(top, y)];
		[right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
	}
	return right === 0 ? [0, 0, 1, 1] : [left, top, right, bottom];
}

/** LZW with codes that grow from 9 to 12 bits (appendix F of the specification). */
function compress(indices: number[]): number[] {
	const clear = 1 << COLOR_BITS;
	const out: number[] = [];
	let [held, heldBits, bits] = [0, 0, COLOR_BITS + 1];
	let codes = new Map<number, number>();
	let next = clear + 2;
	const put = (code: number): void => {
		held |= code << heldBits;
		heldBits += bits;
		for (; heldBits >= 8; heldBits -= 8) {
			out.push(held & 255);
			held >>>= 8;
		}
	};
	const reset = (): void => {
		put(clear);
		codes = new Map();
		[next, bits] = [clear + 2, COLOR_BITS + 1];
	};
	reset();
	let [prefix = 0] = indices;
	for (const index of indices.slice(1)) {
		const key = (prefix << COLOR_BITS) | index;
		const known = codes.get(key);
		if (known !== undefined) {
			prefix = known;
			continue;
		}
		put(prefix);
		prefix = index;
		if (next === MOST_CODES) {
			reset();
			continue;
		}
		codes.set(key, next);
		if (next === 1 << bits) bits += 1;
		next += 1;
	}
	put(prefix);
	// The reader has just made one more code from this.
	if (next === 1 << bits && next < MOST_CODES) bits += 1;
	put(clear + 1);
	if (heldBits > 0) out.push(held & 255);
	return out;
}

/** Data in blocks of at most 255 bytes, and the empty one that ends them. */
function blocksOf(data: number[]): Buffer[] {
	const blocks: Buffer[] = [];
	for (let at = 0; at < data.length; at += 255) {
		const part = data.slice(at, at + 255);
		blocks.push(Buffer.from([part.length, ...part]));
	}
	return [...blocks, Buffer.from([0])];
}
