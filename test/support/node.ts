/**
 * The one door to Node for everything under `test/`.
 * n8n's lint forbids Node's modules and globals in every TypeScript file here, because shipped code must not
 * touch them (n8n Cloud). Tests, the simulator and the e2e scripts may: they import what they need from this file.
 */
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- see above */
import assert from 'node:assert/strict';
import * as childProcess from 'node:child_process';
import * as crypto from 'node:crypto';
import * as diagnosticsChannel from 'node:diagnostics_channel';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { createRequire } from 'node:module';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import * as stream from 'node:stream';
import * as tls from 'node:tls';
import * as util from 'node:util';
import * as zlib from 'node:zlib';

const nodeProcess = process;
/** The project's root folder, absolute. */
const projectRoot = path.resolve(__dirname, '..', '..');
/** No test waits longer for real: what the product waits for passes by the clock in `clock.ts`. */
const LONGEST_DELAY_MS = 200;
/** Resolves after `ms` milliseconds. */
const delay = async (ms: number): Promise<void> => {
	if (ms > LONGEST_DELAY_MS && process.env.JEST_WORKER_ID !== undefined) {
		throw new Error(`A test may not wait ${ms} ms for real`);
	}
	await new Promise((resolve) => setTimeout(resolve, ms));
};

export {
	assert,
	childProcess,
	createRequire,
	crypto,
	delay,
	diagnosticsChannel,
	fs,
	http,
	https,
	net,
	nodeProcess,
	os,
	path,
	projectRoot,
	stream,
	tls,
	util,
	zlib,
};
