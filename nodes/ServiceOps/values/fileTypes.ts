/*
 * The types of common files. Servers send a generic type if they do not know better, and some files come
 * without a name.
 */

/**
 * Content types with their extensions, the usual one first; without any where it is the second half of the type. If a type
 * or an extension is listed twice, the first line counts.
 */
const TYPES = `
application/pdf
application/msword doc dot
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.ms-word.document.macroenabled.12 docm
application/vnd.ms-excel xls xlt
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.ms-excel.sheet.macroenabled.12 xlsm
application/vnd.ms-powerpoint ppt pps
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.ms-outlook msg
application/vnd.visio vsd
application/vnd.oasis.opendocument.text odt
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.presentation odp
application/rtf
text/rtf
text/plain txt log text ini conf cfg
text/csv
text/tab-separated-values tsv
text/html html htm
text/markdown md markdown
text/calendar ics
text/vcard vcf
text/css
text/javascript js mjs
application/json
application/xml
text/xml
application/yaml yaml yml
application/sql
application/zip
application/x-zip-compressed zip
application/x-7z-compressed 7z
application/vnd.rar rar
application/gzip gz tgz
application/x-tar tar
application/x-bzip2 bz2
image/png
image/jpeg jpg jpeg jpe jfif
image/jpg
image/gif
image/bmp
image/webp
image/svg+xml svg
image/tiff tif tiff
image/heic
image/avif
image/x-icon ico
image/vnd.microsoft.icon ico
audio/mpeg mp3
audio/wav
audio/ogg ogg oga
audio/mp4 m4a
video/mp4 mp4 m4v
video/quicktime mov
video/x-msvideo avi
video/webm
video/mpeg mpeg mpg
video/x-ms-wmv wmv
message/rfc822 eml
application/pkcs7-mime p7m
application/pkcs7-signature p7s
application/x-x509-ca-cert cer crt der
application/x-pem-file pem
application/vnd.tcpdump.pcap pcap
application/x-msdownload exe dll
application/x-msi msi
application/vnd.android.package-archive apk
`
	.trim()
	.split('\n')
	.map((line): [type: string, extensions: string[]] => {
		const [type = '', ...extensions] = line.split(' ');
		return [type, extensions.length > 0 ? extensions : type.split('/').slice(1)];
	});

/** How servers say that they do not know the type. */
const UNKNOWN = /^(|\w+\/(octet-stream|(x-|force-)?(binary|download|unknown)))$/;

const firstOf = <T>(pairs: Array<[string, T]>): Map<string, T> => new Map([...pairs].reverse());

const typesByExtension = firstOf(
	TYPES.flatMap(([type, extensions]) =>
		extensions.map((extension): [string, string] => [extension, type]),
	),
);
const extensionsByType = firstOf(
	TYPES.map(([type, [usual = '']]): [string, string] => [type, usual]),
);

/** The type alone, without its parameters, in lower case. */
const bareType = (contentType: string | undefined): string =>
	(contentType?.split(';')[0] ?? '').trim().toLowerCase();

/**
 * The content type of a file: what the server says, or, if it does not know, what the name says.
 *
 * @param contentType as in the header, with or without parameters
 * @returns without parameters, in lower case; if neither tells, what the server says; undefined if nothing
 */
export function contentTypeOf(
	contentType: string | undefined,
	fileName: string | undefined,
): string | undefined {
	const said = bareType(contentType);
	if (!UNKNOWN.test(said)) return said;
	const extension = /\.([a-z\d]{1,8})$/i.exec(fileName ?? '')?.[1];
	return typesByExtension.get(extension?.toLowerCase() ?? '') ?? (said === '' ? undefined : said);
}

/**
 * The usual extension of a content type.
 *
 * @returns e.g. `pdf`; undefined for unknown types
 */
export const extensionOf = (contentType: string | undefined): string | undefined =>
	extensionsByType.get(bareType(contentType));

/** A name with the extension of its type, if it has none. */
export function withExtension(name: string, contentType: string | undefined): string {
	const extension = extensionOf(contentType);
	return extension === undefined || name.includes('.') ? name : `${name}.${extension}`;
}

/** A name for a file that has none, e.g. `file.pdf`; `file` where the type is unknown. */
export const nameOfType = (contentType: string | undefined): string =>
	withExtension('file', contentType);
