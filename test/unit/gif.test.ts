import { writeGif } from '../support/gif';
import { zlib } from '../support/node';
import { readPng, type Picture } from '../support/png';

/** A small reader of what the writer writes: one palette, no transparency. */
function readGif(gif: Buffer): { pictures: Picture[]; ms: number[] } {
	const [width, height] = [gif.readUInt16LE(6), gif.readUInt16LE(8)];
	const palette = gif.subarray(13, 13 + 768);
	const pictures: Picture[] = [];
	const ms: number[] = [];
	const screen = new Uint8Array(width * height * 3);
	let at = 13 + 768;
	const blocks = (): number[] => {
		const data: number[] = [];
		for (let size = gif[at] ?? 0; size > 0; size = gif[at] ?? 0) {
			data.push(...gif.subarray(at + 1, at + 1 + size));
			at += size + 1;
		}
		at += 1;
		return data;
	};
	while (gif[at] !== 0x3b) {
		if (gif[at] === 0x21) {
			if (gif[at + 1] === 0xf9) ms.push(gif.readUInt16LE(at + 4) * 10);
			at += 2;
			blocks();
			continue;
		}
		const [left = 0, top = 0, wide = 0] = [1, 3, 5].map((offset) => gif.readUInt16LE(at + offset));
		at += 11;
		decompress(blocks()).forEach((index, pixel) => {
			const place = (top + Math.floor(pixel / wide)) * width + left + (pixel % wide);
			screen.set(palette.subarray(index * 3, index * 3 + 3), place * 3);
		});
		pictures.push({ width, height, rgb: screen.slice() });
	}
	return { pictures, ms };
}

function decompress(data: number[]): number[] {
	const [clear, end] = [256, 257];
	const out: number[] = [];
	let table: number[][] = [];
	let [held, heldBits, bits] = [0, 0, 9];
	let previous: number[] | undefined;
	for (const byte of data) {
		held |= byte << heldBits;
		heldBits += 8;
		while (heldBits >= bits) {
			const code = held & ((1 << bits) - 1);
			held >>>= bits;
			heldBits -= bits;
			if (code === end) return out;
			if (code === clear) {
				table = Array.from({ length: 258 }, (_, index) => [index]);
				bits = 9;
				previous = undefined;
				continue;
			}
			const entry = table[code] ?? [...(previous ?? []), previous?.[0] ?? 0];
			out.push(...entry);
			if (previous !== undefined && table.length < 4096) {
				table.push([...previous, entry[0] ?? 0]);
				if (table.length === 1 << bits && bits < 12) bits += 1;
			}
			previous = entry;
		}
	}
	throw new Error('The data do not end');
}

const picture = (
	width: number,
	height: number,
	colorAt: (x: number, y: number) => number[],
): Picture => ({
	width,
	height,
	rgb: Uint8Array.from(
		Array.from({ length: width * height }, (_, at) =>
			colorAt(at % width, Math.floor(at / width)),
		).flat(),
	),
});

test('pictures, and how long they are shown, come back as they were', () => {
	const first = picture(90, 70, (x, y) => [(x * 7) % 4 === 0 ? 255 : 30, (y % 6) * 40, 90]);
	const second = picture(90, 70, (x, y) =>
		x > 40 && x < 60 && y > 10 && y < 20
			? [255, 255, 255]
			: [...first.rgb.subarray((y * 90 + x) * 3, (y * 90 + x) * 3 + 3)],
	);
	const gif = writeGif([
		{ picture: first, ms: 500 },
		{ picture: second, ms: 1200 },
		{ picture: second, ms: 300 },
	]);
	const { pictures, ms } = readGif(gif);
	expect(ms).toEqual([500, 1200, 300]);
	expect(pictures.map(({ rgb }) => Buffer.from(rgb).toString('base64'))).toEqual(
		[first, second, second].map(({ rgb }) => Buffer.from(rgb).toString('base64')),
	);
});

test('a noisy picture, which fills the table of codes several times, comes back', () => {
	let seed = 1;
	const noise = picture(200, 200, () => {
		seed = (seed * 48_271) % 2_147_483_647;
		return [(seed % 6) * 50, (seed % 5) * 60, (seed % 8) * 30];
	});
	const { pictures } = readGif(writeGif([{ picture: noise, ms: 100 }]));
	expect(Buffer.from(pictures[0]?.rgb ?? []).equals(Buffer.from(noise.rgb))).toBe(true);
});

test('of more than 256 colors, each becomes one that is close', () => {
	const many = picture(64, 64, (x, y) => [x * 4, y * 4, 128]);
	const [shown] = readGif(writeGif([{ picture: many, ms: 100 }])).pictures;
	const off = many.rgb.map((value, at) => Math.abs(value - (shown?.rgb[at] ?? 0)));
	expect(Math.max(...off)).toBeLessThan(64);
});

/** A PNG whose lines use each filter once. */
function pngOf({ width, height, rgb }: Picture): Buffer {
	const lines = Array.from({ length: height }, (_, y) => {
		const filter = y % 5;
		const at = (x: number, row: number): number =>
			x < 0 || row < 0 ? 0 : (rgb[row * width * 3 + x] ?? 0);
		const line = Array.from({ length: width * 3 }, (__, x) => {
			const [left, up, corner] = [at(x - 3, y), at(x, y - 1), at(x - 3, y - 1)];
			const estimate = left + up - corner;
			const [a, b, c] = [left, up, corner].map((one) => Math.abs(estimate - one));
			const paeth = a! <= b! && a! <= c! ? left : b! <= c! ? up : corner;
			const predicted = [0, left, up, Math.floor((left + up) / 2), paeth][filter] ?? 0;
			return (at(x, y) - predicted) & 255;
		});
		return [filter, ...line];
	});
	const chunk = (type: string, data: Buffer): Buffer => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(data.length);
		return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', head),
		chunk('IDAT', zlib.deflateSync(Buffer.from(lines.flat()))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

test('a PNG is read, with each of its filters', () => {
	const wanted = picture(23, 20, (x, y) => [(x * 11 + y) & 255, (y * 13) & 255, (x * y) & 255]);
	expect(readPng(pngOf(wanted))).toEqual(wanted);
});

test('a PNG of another kind is refused', () => {
	const interlaced = pngOf(picture(2, 2, () => [1, 2, 3]));
	interlaced[28] = 1;
	expect(() => readPng(interlaced)).toThrow('Not a PNG');
});
