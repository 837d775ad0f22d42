import { zlib } from './node';

/** A picture: three bytes a pixel, red, green and blue, line by line from the top. */
export interface Picture {
	width: number;
	height: number;
	rgb: Uint8Array;
}

const SIGNATURE_BYTES = 8;
/** Length, type and checksum of a chunk. */
const CHUNK_EXTRA_BYTES = 12;
/** Bytes a pixel, by the color type of a PNG without a palette. */
const CHANNELS: Partial<Record<number, number>> = { 2: 3, 6: 4 };

/**
 * Reads a PNG as browsers write screenshots: 8 bits a channel, not interlaced; transparency is dropped.
 *
 * @throws Error for other kinds of PNG
 */
export function readPng(file: Buffer): Picture {
	const width = file.readUInt32BE(16);
	const height = file.readUInt32BE(20);
	const [depth, colorType, , , interlace] = file.subarray(24, 29);
	const channels = CHANNELS[colorType ?? -1];
	if (depth !== 8 || channels === undefined || interlace !== 0) {
		throw new Error('Not a PNG as browsers write screenshots');
	}
	const parts: Buffer[] = [];
	for (let at = SIGNATURE_BYTES; at < file.length; ) {
		const length = file.readUInt32BE(at);
		if (file.toString('latin1', at + 4, at + 8) === 'IDAT') {
			parts.push(file.subarray(at + 8, at + 8 + length));
		}
		at += length + CHUNK_EXTRA_BYTES;
	}
	const bytes = unfilter(zlib.inflateSync(Buffer.concat(parts)), width * channels, channels);
	const rgb = new Uint8Array(width * height * 3);
	for (let pixel = 0; pixel < width * height; pixel++) {
		rgb.set(bytes.subarray(pixel * channels, pixel * channels + 3), pixel * 3);
	}
	return { width, height, rgb };
}

/** Undoes the filters of PNG (its specification, section 9). */
function unfilter(filtered: Buffer, lineBytes: number, pixelBytes: number): Uint8Array {
	const lines = filtered.length / (lineBytes + 1);
	const bytes = new Uint8Array(lines * lineBytes);
	for (let line = 0; line < lines; line++) {
		const from = line * (lineBytes + 1);
		const filter = filtered[from] ?? 0;
		const to = line * lineBytes;
		for (let at = 0; at < lineBytes; at++) {
			const left = at < pixelBytes ? 0 : (bytes[to + at - pixelBytes] ?? 0);
			const up = line === 0 ? 0 : (bytes[to + at - lineBytes] ?? 0);
			const corner =
				line === 0 || at < pixelBytes ? 0 : (bytes[to + at - lineBytes - pixelBytes] ?? 0);
			const predicted = predict(filter, left, up, corner);
			bytes[to + at] = (filtered[from + 1 + at] ?? 0) + predicted;
		}
	}
	return bytes;
}

function predict(filter: number, left: number, up: number, corner: number): number {
	if (filter === 1) return left;
	if (filter === 2) return up;
	if (filter === 3) return (left + up) >> 1;
	if (filter !== 4) return 0;
	const estimate = left + up - corner;
	const [a, b, c] = [left, up, corner].map((one) => Math.abs(estimate - one)) as [
		number,
		number,
		number,
	];
	if (a <= b && a <= c) return left;
	return b <= c ? up : corner;
}
