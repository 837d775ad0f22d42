import {
	contentTypeOf,
	extensionOf,
	nameOfType,
	withExtension,
} from '../../../nodes/ServiceOps/values/fileTypes';
import { isFast, repeated } from '../../support/longTexts';

describe('the type of a file', () => {
	test.each([
		['image/png', 'photo.jpg', 'image/png'],
		['text/HTML; charset=utf-8', undefined, 'text/html'],
		[' image/png ;x', 'a.pdf', 'image/png'],
		['application/octet-stream', 'photo.png', 'image/png'],
		['application/octet-stream;charset=UTF-8', 'PHOTO.JPG', 'image/jpeg'],
		['binary/octet-stream', 'a.b.csv', 'text/csv'],
		['application/octet-stream', 'backup.tar', 'application/x-tar'],
		['application/octet-stream', 'costs.xlsm', 'application/vnd.ms-excel.sheet.macroenabled.12'],
		['application/octet-stream', 'trace.pcap', 'application/vnd.tcpdump.pcap'],
		['application/octet-stream', 'server.crt', 'application/x-x509-ca-cert'],
		['application/octet-stream', 'setup.msi', 'application/x-msi'],
		['application/octet-stream', 'call.ogg', 'audio/ogg'],
		['application/force-download', 'mail.eml', 'message/rfc822'],
		[undefined, 'notes.txt', 'text/plain'],
		['', 'archive.tar.gz', 'application/gzip'],
		[undefined, 'sheet.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
		['application/octet-stream', 'firmware.bin', 'application/octet-stream'],
		['application/octet-stream', 'png', 'application/octet-stream'],
		['application/octet-stream', undefined, 'application/octet-stream'],
		[undefined, 'README', undefined],
		[undefined, 'a.constructor', undefined],
		[undefined, undefined, undefined],
	])('%j, %j', (contentType, fileName, expected) => {
		expect(contentTypeOf(contentType, fileName)).toBe(expected);
	});

	test.each([
		['application/pdf', 'pdf', 'file.pdf'],
		['image/jpeg', 'jpg', 'file.jpg'],
		['Text/Plain; charset=utf-8', 'txt', 'file.txt'],
		['message/rfc822', 'eml', 'file.eml'],
		['application/octet-stream', undefined, 'file'],
		['x/y', undefined, 'file'],
		[undefined, undefined, 'file'],
	])('gives %j the extension %j and the name %j', (contentType, extension, name) => {
		expect(extensionOf(contentType)).toBe(extension);
		expect(nameOfType(contentType)).toBe(name);
	});

	test.each([
		['photo', 'image/png', 'photo.png'],
		['photo.v2', 'image/png', 'photo.v2'],
		['photo', 'x/y', 'photo'],
		['photo', undefined, 'photo'],
	])('is part of the name: %j, %j', (name, contentType, expected) => {
		expect(withExtension(name, contentType)).toBe(expected);
	});

	isFast([repeated('.'), repeated('a', 'a.'), repeated(';')], (text) => [
		contentTypeOf(text, text),
		nameOfType(text),
	]);
});
